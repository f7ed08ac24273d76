import os from 'node:os'
import path from 'node:path'

/** This user's folder for Antrum's own files: the one that Electron takes, so that window and browser share them. */
export function userFolder(
  { platform, env, home }: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; home: string } = {
    platform: process.platform,
    env: process.env,
    home: os.homedir(),
  },
): string {
  const above =
    platform === 'win32'
      ? (env.APPDATA ?? path.join(home, 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? path.join(home, 'Library', 'Application Support')
        : (env.XDG_CONFIG_HOME ?? path.join(home, '.config'))
  return path.join(above, 'antrum')
}
