import { createTheme } from '@mui/material/styles'

/** Spacing in steps of 8 px; five sizes of type; the system's own fonts, so nothing is fetched. */
const systemFont = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, Ubuntu, sans-serif'
export const monospace = 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace'

const type = (px: number, linePx: number, fontWeight = 400) => ({
  fontSize: `${px / 16}rem`,
  lineHeight: linePx / px,
  fontWeight,
  letterSpacing: 0,
})

const focusRing = { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: 2 }

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'class' },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#0b6070' },
        success: { main: '#28734a' },
        warning: { main: '#8a5a00' },
        error: { main: '#b3261e' },
        background: { default: '#f5f6f7', paper: '#ffffff' },
        text: { primary: '#1b2125', secondary: '#535d64' },
        divider: '#dfe3e6',
      },
    },
    dark: {
      palette: {
        primary: { main: '#74c5d1' },
        success: { main: '#7cc79a' },
        warning: { main: '#e0b25c' },
        error: { main: '#f0938c' },
        background: { default: '#121517', paper: '#1a1e21' },
        text: { primary: '#e7eaec', secondary: '#a3adb4' },
        divider: '#30363b',
      },
    },
  },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: systemFont,
    h1: type(24, 32, 600),
    h2: type(16, 24, 600),
    h3: type(14, 20, 600),
    body1: type(14, 20),
    body2: type(14, 20),
    button: { ...type(14, 20, 600), textTransform: 'none' },
    caption: type(12, 16),
  },
  components: {
    MuiLinearProgress: {
      styleOverrides: {
        root: ({ theme: { vars } }) => ({ backgroundColor: vars.palette.divider, borderRadius: 2 }),
      },
    },
    MuiButtonBase: {
      defaultProps: { disableRipple: true },
      // Material shows the focus by a ripple; a ring is seen by everybody.
      styleOverrides: { root: { '&.Mui-focusVisible': focusRing } },
    },
    MuiToggleButton: {
      styleOverrides: {
        root: { fontWeight: 400, '&.Mui-selected': { fontWeight: 600 }, '&.Mui-focusVisible': { zIndex: 1 } },
      },
    },
    MuiTypography: { styleOverrides: { root: { textWrap: 'pretty' } } },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: { startIcon: { '& > *:nth-of-type(1)': { fontSize: 16 } } },
    },
    MuiPaper: {
      defaultProps: { variant: 'outlined' },
      styleOverrides: { root: { backgroundImage: 'none' } },
    },
    MuiTableCell: {
      styleOverrides: {
        root: ({ theme: { vars } }) => ({ padding: '8px 16px', borderBottomColor: vars.palette.divider }),
        head: ({ theme: { vars } }) => ({ color: vars.palette.text.secondary }),
      },
    },
    MuiCssBaseline: {
      styleOverrides: {
        ':focus-visible': focusRing,
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': {
            animationDuration: '0s !important',
            transitionDuration: '0s !important',
          },
        },
      },
    },
  },
})
