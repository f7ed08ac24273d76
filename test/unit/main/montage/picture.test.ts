import { expect, it } from 'vitest'
import {
  blankPicture,
  drawRectangle,
  drawText,
  placePicture,
  setPixel,
} from '../../../../src/main/montage/picture.ts'
import type { Picture } from '../../../../src/main/montage/picture.ts'

/** '#' where the picture is not black, line by line. */
const lines = ({ width, height, rgb }: Picture) =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (rgb[3 * (x + width * y)] ? '#' : '.')).join(''),
  )

it('draws letters as one knows them', () => {
  const picture = blankPicture(7, 5)
  drawText(picture, 'lR', 0, 0, [255, 255, 255], 1)
  expect(lines(picture)).toEqual(['#...##.', '#...#.#', '#...##.', '#...#.#', '###.#.#'])
})

it('draws a rectangle, and nothing outside the picture', () => {
  const picture = blankPicture(5, 4)
  drawRectangle(picture, [1, 1], [7, 3], [9, 0, 0])
  setPixel(picture, -1, 0, [9, 9, 9])
  expect(lines(picture)).toEqual(['.....', '.####', '.#...', '.####'])
})

it('places one picture in another', () => {
  const small = blankPicture(2, 2)
  small.rgb.fill(7)
  const large = blankPicture(4, 3)
  placePicture(large, small, 1, 1)
  expect(lines(large)).toEqual(['....', '.##.', '.##.'])
})
