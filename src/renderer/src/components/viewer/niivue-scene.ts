import { DRAG_MODE, MULTIPLANAR_TYPE, NVImage, Niivue, SHOW_RENDER } from '@niivue/niivue'
import { colourOf } from '../../../../shared/colours.ts'
import { applyAffine } from '../../../../shared/imaging/affine.ts'
import type { Point } from '../../../../shared/imaging/affine.ts'
import { encodeNifti } from '../../../../shared/imaging/nifti.ts'
import type { Volume } from '../../../../shared/imaging/volume.ts'
import { windowOf } from './slices.ts'

/** A head in NiiVue: three planes and a 3-D view on one canvas. The only place that knows NiiVue. */
export interface Scene {
  /** Puts the crosshair there; RAS world of the head, mm. */
  show: (at: Point) => void
  /** Of the overlay, 0…1. */
  setOpacity: (share: number) => void
  /** Value of the overlay that has the last colour; for a scene that was opened with one. */
  setTop: (top: number) => void
  setBackground: (scheme: 'light' | 'dark') => void
  /** Lets go of listeners and of the volumes; who made the canvas gives its context back. */
  close: () => void
}

interface SceneOptions {
  head: Volume
  /** Laid over in colours, wherever its affine puts it. */
  overlay?: Volume | undefined
  /** Value of the overlay that has the last colour, and 0 stays clear; left out: its own contrast, and all of it covers. */
  top?: number | undefined
  at: Point
  /** The crosshair was moved by pointer or wheel. */
  moved: (at: Point) => void
}

const colourMap = 'antrum-inferno'
const backgrounds = { light: [0.96, 0.965, 0.97, 1], dark: [0, 0, 0, 1] }

/** Draws on a canvas that has a WebGL2 context and a parent. Nothing is fetched: volumes are handed over as bytes. */
export async function openScene(canvas: HTMLCanvasElement, options: SceneOptions): Promise<Scene> {
  const { head, overlay, top, moved } = options
  const niivue = new Niivue({
    logLevel: 'error',
    loadingText: '',
    dragAndDropEnabled: false,
    dragMode: DRAG_MODE.none,
    // Slices of the world, not of a voxel grid that may be oblique; as a radiologist looks.
    isSliceMM: true,
    isRadiologicalConvention: true,
    sagittalNoseLeft: true,
    multiplanarLayout: MULTIPLANAR_TYPE.GRID,
    multiplanarShowRender: SHOW_RENDER.ALWAYS,
    multiplanarPadPixels: 8,
    showAllOrientationMarkers: true,
    // White, since what lies under the letters is the dark rim of a slice in either scheme.
    fontColor: [1, 1, 1, 1],
    fontMinPx: 18,
    isOrientCube: true,
    show3Dcrosshair: true,
    crosshairColor: [0.5, 0.83, 0.87, 1],
    crosshairWidthUnit: 'mm',
    crosshairWidth: 1,
  })
  // Its own keys would move the crosshair a second time, and a double click would undo the contrast.
  niivue.keyDownListener = niivue.keyUpListener = niivue.resetBriCon = () => {}
  niivue.addColormap(colourMap, inferno())
  await niivue.attachToCanvas(canvas)
  // What the keyboard reaches is the box around it, which says what it shows.
  canvas.removeAttribute('tabindex')
  const [darkest, brightest] = windowOf(head)
  // What is hardly above air is clear in 3-D: its noise would veil the head.
  const floor = darkest + 0.05 * (brightest - darkest)
  niivue.addVolume(await asImage('head.nii', head, 'gray', [floor, brightest]))
  if (overlay) {
    const contrast = top === undefined ? windowOf(overlay) : ([0, top] as const)
    const image = await asImage('overlay.nii', overlay, colourMap, contrast)
    niivue.addVolume(image)
    // NiiVue takes the alpha of a colour map for all or nothing. A volume that modulates itself covers by its value.
    if (top !== undefined) niivue.setModulationImage(image.id, image.id, 1)
  }
  // From the front, a little from the side that the crosshair is on.
  const [middle] = applyAffine(head.affine, [
    (head.shape[0] - 1) / 2,
    (head.shape[1] - 1) / 2,
    (head.shape[2] - 1) / 2,
  ])
  niivue.setRenderAzimuthElevation(options.at[0] < middle ? 150 : 210, 10)
  const show = (at: Point) => {
    niivue.scene.crosshairPos = niivue.mm2frac([...at], 0, true)
    niivue.drawScene()
  }
  show(options.at)
  niivue.onLocationChange = (location) => {
    const [x, y, z] = (location as { mm: ArrayLike<number> & Iterable<number> }).mm
    moved([x, y, z])
  }
  return {
    show,
    setOpacity: (share) => overlay && niivue.setOpacity(1, share),
    setTop: (next) => {
      if (!overlay) return
      niivue.volumes[1].cal_max = next
      niivue.updateGLVolume()
    },
    setBackground: (scheme) => {
      niivue.opts.backColor = backgrounds[scheme]
      niivue.drawScene()
    },
    close: () => {
      niivue.onLocationChange = () => {}
      niivue.cleanup()
      for (const volume of [...niivue.volumes]) niivue.removeVolume(volume)
    },
  }
}

/** As Antrum read it, not as NiiVue would: both agree where a voxel lies, whatever sform and qform of the file say. */
function asImage(
  name: string,
  volume: Volume,
  map: string,
  [darkest, brightest]: readonly [number, number],
): Promise<NVImage> {
  const bytes = encodeNifti(volume).buffer
  // Despite its name: bytes given as the address are taken as they are, and nothing is asked of anybody.
  return NVImage.loadFromUrl({ url: bytes, name, colormap: map, cal_min: darkest, cal_max: brightest })
}

function inferno() {
  const places = Array.from({ length: 33 }, (_, i) => i / 32)
  const colours = places.map((share) => colourOf('inferno', share))
  const channel = (index: number) => colours.map((colour) => colour[index])
  return {
    ...{ R: channel(0), G: channel(1), B: channel(2), A: places.map(() => 255) },
    I: places.map((share) => Math.round(255 * share)),
  }
}
