/** P(|Z| ≥ |z|) for a standard normal Z. */
export const normalTwoSided = (z: number): number => complementaryError(Math.abs(z) / Math.SQRT2)

/** P(|T| ≥ |t|) for Student's t with any degrees of freedom > 0, whole or not; Infinity is the normal distribution. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom === Infinity) return normalTwoSided(t)
  const square = t * t
  if (square === Infinity) return 0
  const all = degreesOfFreedom + square
  return incompleteBeta(degreesOfFreedom / all, square / all, degreesOfFreedom / 2, 0.5)
}

/** t with P(|T| ≤ t) = 0.95: 12.706 for one degree of freedom, 2.776 for four, towards 1.960. */
export function studentT95(degreesOfFreedom: number): number {
  // In the angle θ = atan(t / √df) the probability is smooth and falling on 0…π/2; halve it down to the last bit.
  const scale = Math.sqrt(Math.min(degreesOfFreedom, 1e12))
  let low = 0
  let high = Math.PI / 2
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (studentTwoSided(Math.tan(middle) * scale, degreesOfFreedom) > 0.05) low = middle
    else high = middle
  }
  return Math.tan((low + high) / 2) * scale
}

/** erfc(x) for x ≥ 0, to about 1e-13. Source: Abramowitz and Stegun 7.1.6 (series) and 7.1.14 (continued fraction). */
function complementaryError(x: number): number {
  if (x < 2) {
    let term = x
    let sum = x
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= (2 * x * x) / (2 * n + 1)
      sum += term
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
  }
  let fraction = x
  for (let n = 120; n >= 1; n--) fraction = x + n / 2 / fraction
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction
}

/**
 * Regularised incomplete beta I_x(a, b). `y` is 1 − x, given because one of the two is often too small to subtract.
 * Source: DLMF 8.17.22, evaluated by Lentz's method.
 */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (y <= 0) return 1
  // The fraction converges fast on this side only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(y, x, b, a)
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) - logBeta(a, b)) / a
  const tiny = 1e-300
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  d = 1 / (Math.abs(d) < tiny ? tiny : d)
  let value = d
  for (let m = 1; m < 100_000; m++) {
    const steps = [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]
    const before = value
    for (const step of steps) {
      d = 1 + step * d
      d = 1 / (Math.abs(d) < tiny ? tiny : d)
      c = 1 + step / c
      if (Math.abs(c) < tiny) c = tiny
      value *= d * c
    }
    if (Math.abs(value - before) <= 1e-16 * Math.abs(value)) break
  }
  return front * value
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/** log Γ(x) for x > 0: Stirling's series above 12, the recurrence below. Source: Abramowitz and Stegun 6.1.41. */
function logGamma(x: number): number {
  let shift = 0
  for (; x < 12; x++) shift -= Math.log(x)
  const series = 1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / x ** 2) / x ** 2) / x ** 2
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series / x
}
