// Functions whose last bit must not depend on the machine. Those of the C library may: it
// chooses among versions with and without fused operations by the CPU.

/// The natural logarithm of a positive, normal number, to about an ulp.
///
/// With x = 2^e m and m between sqrt(1/2) and sqrt(2): log x = e log 2 + 2 artanh s, where
/// s = (m - 1) / (m + 1) is below 0.172; the series of artanh ends where its terms fall
/// below an ulp.
func logarithm(_ x: Double) -> Double {
  var mantissa = x.significand
  var exponent = Double(x.exponent)
  if mantissa > 1.4142135623730951 {
    mantissa *= 0.5
    exponent += 1
  }
  let s = (mantissa - 1) / (mantissa + 1)
  let square = s * s
  var sum = 0.0
  for power in stride(from: 23, through: 3, by: -2) {
    sum = (sum + 1 / Double(power)) * square
  }
  // log 2 in two parts, the first of which times any exponent is exact.
  let logTwo = (0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33)
  return exponent * logTwo.0 + (exponent * logTwo.1 + 2 * s * (1 + sum))
}

/// e^x for -700 < x < 700, to about an ulp.
func exponential(_ x: Double) -> Double { exponentials(SIMD8(repeating: x))[0] }

/// Eight powers e^x, each for -700 < x < 700: 2^n e^r with |r| below 0.35, by its series.
func exponentials(_ x: SIMD8<Double>) -> SIMD8<Double> {
  // Numbers so large have no fraction: adding one rounds, and leaves n in the last bits.
  let large = SIMD8(repeating: 0x1.8p52)
  let shifted = x * 1.4426950408889634 + large
  let n = shifted - large
  let r = (x - n * 0x1.62e42fee00000p-1) - n * 0x1.a39ef35793c76p-33
  var sum = SIMD8<Double>.zero
  for coefficient in 0..<15 {
    sum = sum * r + reciprocalFactorials[coefficient]
  }
  let exponent = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &+ 1023
  return sum * unsafeBitCast(exponent &<< 52, to: SIMD8<Double>.self)
}

/// 1 / 14!, 1 / 13!, ..., 1 / 0!.
private var reciprocalFactorials: InlineArray<15, Double> {
  [
    1.1470745597729725e-11,
    1.6059043836821613e-10,
    2.08767569878681e-09,
    2.505210838544172e-08,
    2.755731922398589e-07,
    2.7557319223985893e-06,
    2.48015873015873e-05,
    0.0001984126984126984,
    0.001388888888888889,
    0.008333333333333333,
    0.041666666666666664,
    0.16666666666666666,
    0.5,
    1.0,
    1.0,
  ]
}

/// The number below which a normal number lies with this probability, between 0 and 1
/// (Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied
/// Statistics 37(3), 1988, PPND16).
func normalQuantile(_ probability: Double) -> Double {
  let q = probability - 0.5
  if abs(q) <= 0.425 {
    return q * ratio(centre, 0.180625 - q * q)
  }
  let tail = (-logarithm(q < 0 ? probability : 1 - probability)).squareRoot()
  let quantile = tail <= 5 ? ratio(nearTail, tail - 1.6) : ratio(farTail, tail - 5)
  return q < 0 ? -quantile : quantile
}

private typealias Coefficients = (InlineArray<8, Double>, InlineArray<8, Double>)

/// Both polynomials by Horner's rule, highest power first.
private func ratio(_ coefficients: Coefficients, _ r: Double) -> Double {
  var above = 0.0
  var below = 0.0
  for index in 0..<8 {
    above = above * r + coefficients.0[index]
    below = below * r + coefficients.1[index]
  }
  return above / below
}

private var centre: Coefficients {
  (
    [
      2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
      4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
      1.3314166789178437745e2, 3.3871328727963666080e0,
    ],
    [
      5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
      2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
      4.2313330701600911252e1, 1.0,
    ]
  )
}

private var nearTail: Coefficients {
  (
    [
      7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
      1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
      4.63033784615654529590e0, 1.42343711074968357734e0,
    ],
    [
      1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
      1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
      2.05319162663775882187e0, 1.0,
    ]
  )
}

private var farTail: Coefficients {
  (
    [
      2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
      2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
      5.46378491116411436990e0, 6.65790464350110377720e0,
    ],
    [
      2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
      7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
      5.99832206555887937690e-1, 1.0,
    ]
  )
}
