/**
 * Two-sided p-value of Student's t distribution: the chance that |T| ≥ |t|. It is the regularised incomplete beta
 * function I_x(ν/2, ½) at x = ν / (ν + t²) (NIST Digital Library of Mathematical Functions, 8.17).
 *
 * @param dof degrees of freedom ν > 0, whole or not
 */
export function studentPValue(t: number, dof: number): number {
  return incompleteBeta(dof / (dof + t * t), dof / 2, 0.5);
}

/** I_x(a, b), 0 ≤ x ≤ 1, by its continued fraction (DLMF 8.17.22), which is quick below the mean. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  const factor = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta) / a;
  return factor / betaFraction(x, a, b);
}

const TERMS = 200;

/** 1 + d₁/(1 + d₂/(1 + …)) from the last term on; at TERMS the rest is far below rounding for x below the mean. */
function betaFraction(x: number, a: number, b: number): number {
  let fraction = 1;
  for (let n = TERMS; n >= 1; n--) {
    const m = Math.floor(n / 2);
    const d =
      n % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = 1 + d / fraction;
  }
  return fraction;
}

/** log Γ(x), x > 0: Stirling's series (DLMF 5.11.1) where it is exact to rounding, x ≥ 10, and Γ(x + 1) = x Γ(x) below. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}
