/** The first byte of a text message in one frame, and how the second says that a longer length follows (RFC 6455, 5.2). */
const FINAL_TEXT = 0x81;
const LENGTH_OF_16_BITS = 126;
const LENGTH_OF_64_BITS = 127;

/**
 * The beginning of a text message as a server sends it, unmasked and in one frame: the header, `head`, and room for the
 * first `room` of the `rest` bytes that follow `head`. The room is not initialised.
 */
export function beginMessage(head: Buffer, rest: number, room: number): Buffer {
  const length = head.length + rest;
  const header = length < LENGTH_OF_16_BITS ? 2 : length < 0x1_0000 ? 4 : 10;
  const message = Buffer.allocUnsafe(header + head.length + room);
  message[0] = FINAL_TEXT;
  if (header === 2) message[1] = length;
  else if (header === 4) {
    message[1] = LENGTH_OF_16_BITS;
    message.writeUInt16BE(length, 2);
  } else {
    message[1] = LENGTH_OF_64_BITS;
    message.writeUInt32BE(Math.floor(length / 0x1_0000_0000), 2);
    message.writeUInt32BE(length % 0x1_0000_0000, 6);
  }
  message.set(head, header);
  return message;
}
