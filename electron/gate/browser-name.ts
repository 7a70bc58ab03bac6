// A browser, as its User-Agent says: short, for a person to recognise. Anybody may write anything there.

const browsers: [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows NT\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]
const longest = 60

/** `Firefox 131 · Linux`; else what was said, without control characters and cut; '' when nothing was. */
export function browserName(userAgent: string | undefined): string {
  const said = (userAgent ?? '').slice(0, 1_000)
  for (const [pattern, name] of browsers) {
    const version = pattern.exec(said)?.[1]?.slice(0, 4)
    if (version === undefined) continue
    const system = systems.find(([os]) => os.test(said))?.[1]
    return system === undefined ? `${name} ${version}` : `${name} ${version} · ${system}`
  }
  // Also what turns the direction of writing round (\p{Cf}).
  return said
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, longest)
}
