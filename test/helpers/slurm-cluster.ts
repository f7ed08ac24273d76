import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { hostname, tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'scontrol']
const searched = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/local/sbin']
const find = (name: string) => searched.map((dir) => path.join(dir, name)).find((file) => existsSync(file))

/** Why no cluster can be had here, in words for whoever reads the test's output; null where it can. */
export function whyNoCluster(): string | null {
  if (process.platform !== 'linux') return 'Slurm runs on Linux only'
  const missing = programs.filter((name) => !find(name))
  return missing.length > 0
    ? `${missing.join(', ')} not found; install them with: apt-get install slurm-wlm munge`
    : null
}

/**
 * A Slurm of its own on this machine: one node, no accounting, ports and folders of its own, quick to schedule. Points
 * SLURM_CONF of this process to it.
 */
export async function aCluster({ cpus = 4 } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'antrum-slurm-'))
  const at = (...names: string[]) => path.join(folder, ...names)
  for (const name of ['munge', 'state', 'spool']) mkdirSync(at(name), { mode: 0o755 })
  chmodSync(folder, 0o755)
  writeFileSync(at('munge.key'), randomBytes(128), { mode: 0o400 })
  const [controller, node] = await Promise.all([freePort(), freePort()])
  const host = hostname().split('.')[0]
  writeFileSync(
    at('slurm.conf'),
    `ClusterName=antrum
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmUser=${userInfo().username}
SlurmdUser=${userInfo().username}
AuthType=auth/munge
AuthInfo=socket=${at('munge', 'socket')},cred_expire=5
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('spool')}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('slurmd.pid')}
SlurmctldLogFile=${at('slurmctld.log')}
SlurmdLogFile=${at('slurmd.log')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=1
JobAcctGatherParams=OverMemoryKill
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1
MaxArraySize=6
KillWait=5
ReturnToService=0
SlurmdParameters=config_overrides
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} RealMemory=8000 State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES DefMemPerCPU=500 MaxTime=INFINITE State=UP
`,
  )
  const env = { ...process.env, SLURM_CONF: at('slurm.conf') }
  const children: ChildProcess[] = []
  const start = (name: string, ...args: string[]) => {
    const child = spawn(find(name)!, args, { env, stdio: 'ignore' })
    children.push(child)
    return child
  }
  const stop = async () => {
    for (const child of children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGTERM')
      for (let k = 0; k < 50 && child.exitCode === null && child.signalCode === null; k++) await sleep(100)
      child.kill('SIGKILL')
    }
    rmSync(folder, { recursive: true, force: true })
  }
  const munge = (name: string) => at('munge', name)
  start(
    'munged',
    ...['--foreground', '--force', `--key-file=${at('munge.key')}`, `--socket=${munge('socket')}`],
    ...[`--pid-file=${munge('pid')}`, `--seed-file=${munge('seed')}`, `--log-file=${munge('log')}`],
    '--num-threads=2',
  )
  await until(() => existsSync(munge('socket')), 'munged')
  start('slurmctld', '-D', '-c')
  start('slurmd', '-D', '-c', '-N', host)
  const slurm = (program: string, ...args: string[]) =>
    execFileSync(find(program)!, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const isUp = () => {
    try {
      return /State=IDLE/.test(slurm('scontrol', 'show', 'node'))
    } catch {
      return false
    }
  }
  try {
    await until(isUp, 'the node')
  } catch (error) {
    const logs = ['slurmctld.log', 'slurmd.log'].map(
      (name) => existsSync(at(name)) && readFileSync(at(name), 'utf8'),
    )
    await stop()
    throw new Error(`${(error as Error).message}\n${logs.join('\n')}`, { cause: error })
  }
  process.env.SLURM_CONF = env.SLURM_CONF
  return { slurm, stop, at }
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; !isSo(); await sleep(100))
    if (Date.now() > deadline) throw new Error(`${what} does not come up`)
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
