import Glibc

extension Float {
  /// The natural logarithm.
  static func log(_ value: Float) -> Float { logf(value) }
}
