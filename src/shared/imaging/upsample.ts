/**
 * A coarse cube on a finer grid by trilinear interpolation: each coarse cell stands for the block of voxels it covers,
 * and beyond the middle of the outermost cells their values are repeated. PyTorch's
 * `interpolate(mode='trilinear', align_corners=False)`.
 *
 * @param cells  [edge³], first axis fastest.
 * @param voxels Edge of the result, a multiple of `edge`.
 * @returns      [voxels³], first axis fastest.
 */
export function upsampleCube(cells: Float32Array, edge: number, voxels: number): Float32Array<ArrayBuffer> {
  const places = Array.from({ length: voxels }, (_, v) => {
    const at = Math.min(edge - 1, Math.max(0, ((v + 0.5) * edge) / voxels - 0.5))
    const below = Math.floor(at)
    return { below, above: Math.min(edge - 1, below + 1), share: at - below }
  })
  const along = (from: Float32Array, inner: number, outer: number) => {
    const to = new Float32Array(outer * voxels * inner)
    for (let o = 0; o < outer; o++)
      for (const [v, { below, above, share }] of places.entries())
        for (let i = 0; i < inner; i++) {
          const [a, b] = [from[(o * edge + below) * inner + i], from[(o * edge + above) * inner + i]]
          to[(o * voxels + v) * inner + i] = a + share * (b - a)
        }
    return to
  }
  return along(along(along(cells, 1, edge * edge), voxels, edge), voxels * voxels, 1)
}
