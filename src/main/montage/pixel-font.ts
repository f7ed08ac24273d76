/** Letters three pixels wide and five high; five octal digits each, a row a digit, the left pixel worth 4. */
const glyphs: Record<string, number> = {
  A: 0o25755, B: 0o65656, C: 0o34443, D: 0o65556, E: 0o74647, F: 0o74644, G: 0o34553, H: 0o55755, I: 0o72227,
  J: 0o11152, K: 0o55655, L: 0o44447, M: 0o57755, N: 0o65555, O: 0o25552, P: 0o65644, Q: 0o25563, R: 0o65655,
  S: 0o34216, T: 0o72222, U: 0o55557, V: 0o55552, W: 0o55775, X: 0o55255, Y: 0o55222, Z: 0o71247,
  0: 0o75557, 1: 0o26227, 2: 0o61247, 3: 0o61216, 4: 0o55711, 5: 0o74616, 6: 0o34652, 7: 0o71222, 8: 0o25252,
  9: 0o25316, '-': 0o00700, _: 0o00007, '.': 0o00002, ',': 0o00024, ':': 0o02020, '%': 0o51245, '/': 0o11244,
  '?': 0o61202, '!': 0o22202, '+': 0o02720, '(': 0o24442, ')': 0o21112,
} // prettier-ignore

export const glyphWidth = 4
export const glyphHeight = 5

/** Which pixels of a text are set, as [x, y] from its upper left corner. Unknown characters become a question mark. */
export function* textPixels(text: string): Generator<[number, number]> {
  for (const [at, character] of [...text.toUpperCase()].entries()) {
    if (character === ' ') continue
    const rows = glyphs[character] ?? glyphs['?']
    for (let y = 0; y < glyphHeight; y++)
      for (let x = 0; x < 3; x++)
        if ((rows >> (3 * (glyphHeight - 1 - y) + 2 - x)) & 1) yield [at * glyphWidth + x, y]
  }
}
