import { homedir } from 'node:os'
import { join } from 'node:path'

/** BERTH_HOME, or where this system keeps an application's settings; the same for the window, the browser and the command line. */
export function homeFolder(env: NodeJS.ProcessEnv): string {
  const chosen = env['BERTH_HOME']
  if (chosen !== undefined && chosen !== '') return chosen
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Berth')
  if (process.platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Berth')
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'berth')
}
