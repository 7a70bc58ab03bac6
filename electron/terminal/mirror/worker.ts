// The thread that mirrors every terminal's screen: started by startWorker (start.ts).
import { parentPort } from 'node:worker_threads'
import { serveMirrors } from './server'

if (parentPort === null) throw new Error('this is a worker’s own file')
void serveMirrors(parentPort)
