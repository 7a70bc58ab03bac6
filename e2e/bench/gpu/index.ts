// What watching eight cards once a second costs: the main process, a frame of the GPU room, and an hour's memory.
import { frameScript } from './frame'
import { heapGrowth } from './heap'
import { mainCpu } from './main-cpu'

const mostMainCpuPercent = 1
const mostFrameScriptMs = 4
const mostHeapGrowthMB = 5

export async function run() {
  const mainCpuPercent = await mainCpu()
  const frameScriptMs = await frameScript()
  const heapGrowthMB = await heapGrowth()
  return {
    cards: 8,
    ...{ mainCpuPercent, mostMainCpuPercent, frameScriptMs, mostFrameScriptMs },
    ...{ heapGrowthMB, mostHeapGrowthMB },
    ok:
      mainCpuPercent <= mostMainCpuPercent &&
      frameScriptMs <= mostFrameScriptMs &&
      heapGrowthMB <= mostHeapGrowthMB,
  }
}
