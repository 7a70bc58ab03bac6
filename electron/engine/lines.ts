// Newline-delimited JSON, as the engine streams it: lines may be split anywhere, also inside a character.
import { StringDecoder } from 'node:string_decoder'

export async function* jsonLines(source: AsyncIterable<unknown>): AsyncGenerator {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of source) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the engine streamed something else than bytes')
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split(
      '\n',
    )
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line)
  }
  if (rest.trim() !== '') yield JSON.parse(rest)
}
