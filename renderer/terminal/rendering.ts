// Which of xterm's renderers draws: WebGL on a real GPU, the DOM elsewhere. Software GL is five times slower than the DOM
// (9 against 48 MB/s, measured on two cores).
import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal as Xterm } from '@xterm/xterm'

export type Graphics =
  /** There is no context, or the browser itself says that it would be slow. */
  | { is: 'none' }
  /** `renderer`: the driver's own name; '' where the browser keeps it to itself. */
  | { is: 'context'; renderer: string }

const software =
  /swiftshader|llvmpipe|lavapipe|softpipe|swrast|\bswr\b|software|microsoft basic render|mesa offscreen|gdi generic/i

export function rendererFor(graphics: Graphics): 'webgl' | 'dom' {
  return graphics.is === 'context' && !software.test(graphics.renderer) ? 'webgl' : 'dom'
}

export function probeGraphics(page: Document): Graphics {
  // Never asked for without the caveat: where there is no GPU, that starts SwiftShader.
  const context = page.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  if (context === null) return { is: 'none' }
  const info = context.getExtension('WEBGL_debug_renderer_info')
  const renderer: unknown = info === null ? '' : context.getParameter(info.UNMASKED_RENDERER_WEBGL)
  release(context)
  return { is: 'context', renderer: typeof renderer === 'string' ? renderer : '' }
}

/** Chromium keeps 16 contexts in a page and takes the oldest away: none is held for longer than it is needed. */
function release(context: WebGL2RenderingContext): void {
  context.getExtension('WEBGL_lose_context')?.loseContext()
}

let known: 'webgl' | 'dom' | null = null

export type Rendering = {
  /**
   * A hidden terminal holds no context. `webgl` false: the carrier knows that no GPU draws the page, so none is asked for. On such a
   * machine a page was seen waiting for ever for a GPU process that had ended (Electron 33 under Xvfb).
   */
  show(visible: boolean, webgl: boolean): void
  dispose(): void
}

/** The terminal must be open. */
export function createRendering(xterm: Xterm): Rendering {
  let addon: WebglAddon | null = null
  const stop = () => {
    addon?.dispose()
    addon = null
  }
  const start = () => {
    known ??= rendererFor(probeGraphics(document))
    if (addon !== null || known === 'dom') return
    const made = new WebglAddon()
    // Taken by the browser or the driver: the DOM goes on; the next time the terminal is shown it tries again.
    made.onContextLoss(stop)
    try {
      xterm.loadAddon(made)
      addon = made
    } catch {
      // No context after all (the driver refuses, or too many are open): xterm draws with the DOM as before.
      made.dispose()
      known = 'dom'
    }
  }
  return { show: (visible, webgl) => (visible && webgl ? start() : stop()), dispose: stop }
}
