// `npm run bench -- terminal`: the byte channel and the terminals on it, from the container to the drawn screen, in
// headless Chromium and in Electron, beside a local pseudoterminal and xterm.js alone.
import { stderr } from 'node:process'
import { buildIfStale } from '../../machine'
import { serveAlone } from './alone'
import { judged } from './bars'
import { measureCarriers } from './carriers'
import { openDisplay } from './display'
import { openFace, withoutClock } from './face'
import { measureFace, noFigures, type FaceFigures } from './face-figures'
import { prepareGround } from './ground'

const faces = ['chromium', 'electron'] as const
/** What is measured in one window of its own. */
const windows: readonly { parts: readonly string[]; switches: readonly string[] }[] = [
  { parts: ['echo'], switches: withoutClock },
  { parts: ['flood', 'interrupt', 'idle'], switches: [] },
]
const measurements = ['carriers', 'echo', 'flood', 'interrupt', 'idle'] as const

/** Named parts alone are measured: `npm run bench -- terminal chromium echo`; what was not is null, and never ok. */
export async function run(parts: readonly string[] = []) {
  const unknown = parts.filter((part) => ![...faces, ...measurements].some((known) => known === part))
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}`)
  const among = (all: readonly string[]) => {
    const named = all.filter((one) => parts.includes(one))
    return named.length === 0 ? all : named
  }
  const wanted = (part: string) => among(measurements).includes(part)
  const began = performance.now()
  await buildIfStale(AbortSignal.timeout(5 * 60_000))
  const ground = await prepareGround()
  const alone = await serveAlone(ground.floods)
  const display = await openDisplay()
  try {
    const carriers = wanted('carriers') ? await measureCarriers(ground) : null
    say(JSON.stringify(carriers))
    const found = new Map<string, FaceFigures>()
    const inFaces = measurements.some((part) => part !== 'carriers' && wanted(part))
    for (const name of faces) {
      if (!inFaces || !among(faces).includes(name)) continue
      const figures = noFigures()
      for (const { parts: own, switches } of windows) {
        if (!own.some(wanted)) continue
        const face = await openFace(name, ground.on, { display: display.env, switches })
        try {
          const here = (part: string) => wanted(part) && own.some((each) => each === part)
          const got = await measureFace(face, { ground, aloneUrl: alone.url, wanted: here, say })
          const most = Math.max(...[figures, got].map((each) => each.mostUnacknowledgedBytes || 0))
          Object.assign(figures, got, { mostUnacknowledgedBytes: most })
        } finally {
          await face.close()
        }
      }
      found.set(name, figures)
    }
    return {
      ...verdict(carriers?.ratio ?? NaN, [...found.values()]),
      ...prefixed('carriers', carriers ?? {}),
      ...Object.fromEntries([...found].flatMap(([name, figures]) => Object.entries(prefixed(name, figures)))),
      seconds: Math.round((performance.now() - began) / 1000),
    }
  } finally {
    await display.close()
    await alone.close()
    await ground.clear()
  }
}

/** Of both windows, the worse figure counts. */
function verdict(engineToMainRatio: number, all: FaceFigures[]) {
  const most = (figure: keyof FaceFigures) =>
    all.length === 0 ? NaN : Math.max(...all.map((figures) => figures[figure]))
  const least = (figure: keyof FaceFigures) =>
    all.length === 0 ? NaN : Math.min(...all.map((figures) => figures[figure]))
  return judged({
    engineToMainRatio,
    uiFloodRatio: Math.min(least('plainRatio'), least('colouredRatio')),
    echoIdleP99Ms: most('echoIdleP99Ms'),
    echoFloodP99Ms: most('echoFloodP99Ms'),
    ctrlCP95Ms: most('ctrlCP95Ms'),
    mainGrowthMB: most('mainGrowthMB'),
    mostUnacknowledgedBytes: most('mostUnacknowledgedBytes'),
    idleCpuPercent: most('idleCpuPercent'),
  })
}

/** `chromium` and `plainRatio` as `chromiumPlainRatio`: the answer is one flat line of figures. */
function prefixed(name: string, figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [
      `${name}${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      value,
    ]),
  )
}

function say(progress: string): void {
  stderr.write(`${progress}\n`)
}
