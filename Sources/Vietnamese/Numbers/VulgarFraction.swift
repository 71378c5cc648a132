/// Numerator and denominator of a scalar like ½, as ASCII digits, or nil for all others.
///
/// `½` is read as `1/2` is: two numbers beside each other.
package func vulgarFraction(_ scalar: UInt32) -> (numerator: [UInt8], denominator: [UInt8])? {
  let fraction: (Int, Int)
  switch scalar {
  case 0xBC: fraction = (1, 4)
  case 0xBD: fraction = (1, 2)
  case 0xBE: fraction = (3, 4)
  case 0x2150: fraction = (1, 7)
  case 0x2151: fraction = (1, 9)
  case 0x2152: fraction = (1, 10)
  case 0x2153...0x2154: fraction = (Int(scalar - 0x2152), 3)
  case 0x2155...0x2158: fraction = (Int(scalar - 0x2154), 5)
  case 0x2159: fraction = (1, 6)
  case 0x215A: fraction = (5, 6)
  case 0x215B...0x215E: fraction = (Int(scalar - 0x215B) * 2 + 1, 8)
  case 0x2189: fraction = (0, 3)
  default: return nil
  }
  return (Array(String(fraction.0).utf8), Array(String(fraction.1).utf8))
}
