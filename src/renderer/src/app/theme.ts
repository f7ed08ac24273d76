import { createTheme } from '@mui/material/styles'
import { seriesColours } from '../../../shared/colours.ts'

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

const standard = {
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
}

/** Text at 7:1 and more, lines and fields that stand out at 4.5:1. */
const highContrast = {
  light: {
    palette: {
      primary: { main: '#003a45' },
      success: { main: '#0b4a28' },
      warning: { main: '#5a3a00' },
      error: { main: '#8c0f0a' },
      background: { default: '#ffffff', paper: '#ffffff' },
      text: { primary: '#000000', secondary: '#22282c', disabled: '#4a5156' },
      divider: '#5c656b',
    },
  },
  dark: {
    palette: {
      primary: { main: '#a8f0fb' },
      success: { main: '#a9f5c8' },
      warning: { main: '#ffd98a' },
      error: { main: '#ffc2bd' },
      background: { default: '#000000', paper: '#000000' },
      text: { primary: '#ffffff', secondary: '#e3e8eb', disabled: '#b3bcc2' },
      divider: '#98a2a9',
    },
  },
}

/** Tones of the methods and measures in charts, as `var(--series-0)` …: the same as in the report. */
const seriesTones = (tone: 0 | 1) =>
  Object.fromEntries(seriesColours.map((tones, index) => [`--series-${index}`, tones[tone]]))

const themeOf = (colorSchemes: typeof standard | typeof highContrast) =>
  createTheme({
    cssVariables: { colorSchemeSelector: 'class' },
    colorSchemes,
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
          root: {
            fontWeight: 400,
            '&.Mui-selected': { fontWeight: 600 },
            '&.Mui-focusVisible': { zIndex: 1 },
          },
        },
      },
      // The longer rule would win over `white-space`, which `noWrap` sets.
      MuiTypography: { styleOverrides: { root: { textWrap: 'pretty' }, noWrap: { textWrap: 'nowrap' } } },
      MuiButton: {
        defaultProps: { disableElevation: true },
        styleOverrides: { startIcon: { '& > *:nth-of-type(1)': { fontSize: 16 } } },
      },
      // A small field is as high as the buttons that stand beside it.
      MuiOutlinedInput: {
        styleOverrides: {
          root: {
            '&.MuiInputBase-sizeSmall:not(.MuiInputBase-multiline) > .MuiInputBase-input': {
              paddingBlock: 10,
            },
          },
        },
      },
      MuiInputLabel: {
        styleOverrides: {
          sizeSmall: { '&:not(.MuiInputLabel-shrink)': { transform: 'translate(14px, 10px)' } },
        },
      },
      MuiPaper: {
        defaultProps: { variant: 'outlined' },
        styleOverrides: { root: { backgroundImage: 'none' } },
      },
      MuiSkeleton: {
        styleOverrides: {
          root: ({ theme: { vars } }) => ({ backgroundColor: vars.palette.action.hover }),
        },
      },
      MuiTableCell: {
        styleOverrides: {
          root: ({ theme: { vars } }) => ({ padding: '8px 16px', borderBottomColor: vars.palette.divider }),
          head: ({ theme: { vars } }) => ({ color: vars.palette.text.secondary }),
        },
      },
      MuiCssBaseline: {
        styleOverrides: {
          ':root, .light': seriesTones(0),
          '.dark': seriesTones(1),
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

export const themes = { standard: themeOf(standard), high: themeOf(highContrast) }
