/** Signed distance to a surface at a point of the anatomy, mm: negative inside. */
export type Distance = (x: number, y: number, z: number) => number

/** The same, computed once when several parts ask about one point in turn. */
export function remember(distance: Distance): Distance {
  // An array, since numbers that a closure changes are boxed anew each time.
  const last = new Float64Array([Number.NaN, 0, 0, 0])
  return (x, y, z) => {
    if (x !== last[0] || y !== last[1] || z !== last[2]) {
      last[3] = distance(x, y, z)
      last[0] = x
      last[1] = y
      last[2] = z
    }
    return last[3]
  }
}
