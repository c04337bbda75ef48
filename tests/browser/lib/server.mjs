// A demonstration of the program for a journey: its own process, port and folder, removed at the end.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIN = process.env.SEKIMORI_BIN;

// A port nobody listens on. The program itself takes the next one if somebody is faster.
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// The first JSON value in what the program prints: address and accounts.
function announcement(child, said) {
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      out += chunk;
      try {
        resolve(JSON.parse(out));
      } catch {
        // not all of it yet
      }
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the demonstration ended with ${code}\n${out}\n${said()}`)));
  });
}

async function begin(folder) {
  const listen = `127.0.0.1:${await freePort()}`;
  const args = ['demo', '--format', 'json', '--lang', 'ja', '--listen', listen, '--keep', join(folder, 'data')];
  const child = spawn(BIN, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (chunk) => { log += chunk; });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(late);
  };
  try {
    return { said: await announcement(child, () => log), stop, log: () => log };
  } catch (error) {
    await stop();
    throw error;
  }
}

const temporary = () => mkdtemp(join(tmpdir(), 'sekimori-journey-'));

/**
 * Plays the past of the sample once. The folder is copied for each journey, so that all begin with the same and none waits
 * for it.
 */
export async function prepare() {
  if (!BIN) throw new Error('SEKIMORI_BIN is not set: the path of the built program');
  const folder = await temporary();
  const { said, stop } = await begin(folder);
  await stop();
  process.env.SEKIMORI_PREPARED = JSON.stringify({ folder, password: said.password });
  return () => rm(folder, { recursive: true, force: true });
}

/** Starts a demonstration; `stop` ends it and removes its folder. */
export async function demonstration() {
  if (!process.env.SEKIMORI_PREPARED) {
    const remove = await prepare();
    process.once('beforeExit', remove);
  }
  const prepared = JSON.parse(process.env.SEKIMORI_PREPARED);
  const folder = await temporary();
  try {
    await cp(prepared.folder, folder, { recursive: true });
    const { said, stop, log } = await begin(folder);
    // the accounts that are shown get a new password with each start; the others keep theirs
    const shown = new Set(said.accounts.map((one) => one.login));
    return {
      address: said.address,
      password: (login) => (shown.has(login) ? said.password : prepared.password),
      log,
      stop: async () => {
        await stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
