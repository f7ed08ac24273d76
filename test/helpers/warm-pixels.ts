import type { Locator } from 'playwright-core'

/**
 * Pixels of the viewer's coronal slice (of a cube: left above the middle) in the overlay's warm colours; the head is grey.
 * `fromLeft`: where they lie on average, 0…1.
 */
export async function warmPixels(scene: Locator): Promise<{ count: number; fromLeft: number }> {
  const png = (await scene.screenshot({ animations: 'disabled' })).toString('base64')
  return scene.evaluate(async (_, encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes]))
    const edge = picture.height >> 1
    const context = new OffscreenCanvas(edge, edge).getContext('2d')!
    context.drawImage(picture, edge - (picture.width >> 1), 0)
    const { data } = context.getImageData(0, 0, edge, edge)
    const places = Array.from({ length: edge * edge }, (_, i) => i).filter(
      (i) => data[4 * i] - data[4 * i + 1] > 40,
    )
    const fromLeft = places.reduce((sum, i) => sum + (i % edge), 0) / places.length / edge
    return { count: places.length, fromLeft }
  }, png)
}
