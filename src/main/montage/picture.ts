import { textPixels } from './pixel-font.ts'

export type Colour = readonly [red: number, green: number, blue: number]

/** An RGB picture, row by row from the top: 3 · width · height bytes. */
export interface Picture {
  width: number
  height: number
  rgb: Uint8Array
}

export const blankPicture = (width: number, height: number): Picture => ({
  width,
  height,
  rgb: new Uint8Array(3 * width * height),
})

/** Sets a pixel; outside the picture nothing happens. */
export function setPixel({ width, height, rgb }: Picture, x: number, y: number, colour: Colour): void {
  if (x >= 0 && y >= 0 && x < width && y < height) rgb.set(colour, 3 * (x + width * y))
}

/** Copies a picture into another with its upper left corner at x, y; it must fit. */
export function placePicture(into: Picture, { width, height, rgb }: Picture, x: number, y: number): void {
  for (let row = 0; row < height; row++)
    into.rgb.set(rgb.subarray(3 * width * row, 3 * width * (row + 1)), 3 * (x + into.width * (y + row)))
}

/** Outline, one pixel wide, from one corner to the opposite one. */
export function drawRectangle(
  picture: Picture,
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  colour: Colour,
): void {
  for (let x = x0; x <= x1; x++) for (const y of [y0, y1]) setPixel(picture, x, y, colour)
  for (let y = y0; y <= y1; y++) for (const x of [x0, x1]) setPixel(picture, x, y, colour)
}

export function drawText(
  picture: Picture,
  text: string,
  x: number,
  y: number,
  colour: Colour,
  scale = 2,
): void {
  for (const [px, py] of textPixels(text))
    for (let i = 0; i < scale * scale; i++)
      setPixel(picture, x + px * scale + (i % scale), y + py * scale + Math.floor(i / scale), colour)
}
