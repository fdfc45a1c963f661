/// A record that stands in a frame, read and written field by field.
package protocol JuteRecord {
  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError)

  func encode(to writer: inout JuteWriter)
}
