// A thread of its own: started by tryOutInWorker (try-out.ts).
import { mostMarks, rangesIn } from './matches'

addEventListener('message', ({ data }: MessageEvent<{ pattern: RegExp; texts: string[] }>) => {
  const began = performance.now()
  for (const text of data.texts) rangesIn(text, data.pattern, mostMarks)
  postMessage(performance.now() - began)
})
postMessage('ready')
