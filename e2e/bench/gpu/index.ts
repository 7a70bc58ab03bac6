// What watching eight cards once a second costs: the main process, a frame of the GPU room, and an hour's memory; and how soon
// a holder of memory is seen.
import { frameScript } from './frame'
import { heapGrowth } from './heap'
import { mainCpu } from './main-cpu'
import { rowTimes } from './rows'

const mostMainCpuPercent = 1
const mostFrameScriptMs = 4
const mostHeapGrowthMB = 5
const mostShownMs = 3000
const mostGoneMs = 3000

export async function run() {
  const mainCpuPercent = await mainCpu()
  const frameScriptMs = await frameScript()
  const { shownMs, goneMs } = await rowTimes()
  const heapGrowthMB = await heapGrowth()
  return {
    cards: 8,
    ...{ mainCpuPercent, mostMainCpuPercent, frameScriptMs, mostFrameScriptMs },
    ...{ shownMs, mostShownMs, goneMs, mostGoneMs },
    ...{ heapGrowthMB, mostHeapGrowthMB },
    ok:
      mainCpuPercent <= mostMainCpuPercent &&
      frameScriptMs <= mostFrameScriptMs &&
      shownMs <= mostShownMs &&
      goneMs <= mostGoneMs &&
      heapGrowthMB <= mostHeapGrowthMB,
  }
}
