// Which requirement an image's environment makes, as nvidia-container-toolkit reads it (internal/config/image/cuda_image.go).

/** strconv.ParseBool's ways of saying true. */
const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])

/** One expression a line; null where none is made. `seen` is what was read, verbatim. */
export function requirementOf(
  env: ReadonlyMap<string, string>,
): { requirement: string; seen: string } | null {
  if (TRUE.has(env.get('NVIDIA_DISABLE_REQUIRE') ?? '')) return null
  const named = [...env].filter(
    // Jetson's own are not handed to nvidia-container-cli.
    ([name]) => name.startsWith('NVIDIA_REQUIRE_') && !name.startsWith('NVIDIA_REQUIRE_JETPACK'),
  )
  const expressions = named.map(([, value]) => value)
  const seen = named.map(([name, value]) => `${name}=${value}`)
  const cuda = env.get('CUDA_VERSION')
  if (cuda && !env.get('NVIDIA_REQUIRE_CUDA')) {
    // What the toolkit calls a legacy image: its CUDA_VERSION alone is a requirement. Not a version (12.8.1.012 has one
    // component too many): the toolkit gives up, and so does the reader of the line.
    const minor = /^v?(\d+(?:\.\d+)?)(?:\.\d+)?$/.exec(cuda)?.[1]
    expressions.push(minor ? `cuda>=${minor.includes('.') ? minor : `${minor}.0`}` : `CUDA_VERSION ${cuda}`)
    seen.push(`CUDA_VERSION=${cuda}`)
  }
  const spoken = expressions.filter((expression) => expression.trim() !== '')
  return spoken.length > 0 ? { requirement: spoken.join('\n'), seen: seen.join('\n') } : null
}
