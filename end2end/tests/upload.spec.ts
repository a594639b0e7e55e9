/**
 * Uploads with a client that we did not write: tus-js-client against the real server, over a wire that breaks and
 * with a server that dies.
 */
import { createHash, randomBytes } from 'node:crypto';
import { expect, test as base } from '@playwright/test';
import { DetailedError, Upload, UploadOptions } from 'tus-js-client';
import { Server } from '../fixture/server.ts';
import { Wire } from '../fixture/wire.ts';

interface Line {
  server: Server;
  wire: Wire;
  /** An enrolled phone's token. */
  token: string;
}

const test = base.extend<{ line: Line }>({
  line: async ({}, use) => {
    const wire = await Wire.create();
    const server = await Server.create(wire.url);
    wire.target = server.port;
    await use({ server, wire, token: await enrol(wire.url) });
    await server.dispose();
    await wire.dispose();
  },
});

async function enrol(url: string): Promise<string> {
  const token = randomBytes(32).toString('hex');
  const id = randomBytes(16).toString('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-7$3-8$4-$5');
  const proof = { kind: 'self_registration', enterprise: '두레샘', contact_name: '김서연', contact_mobile: '010-1234-5678' };
  const answer = await fetch(`${url}/api/v1/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device: id, token, device_name: 'node', proof }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return token;
}

/** A paper of about `size` bytes that is like no other. */
function paper(size: number): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size), Buffer.from('\n%%EOF\n')]);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Uploads, and says how it ended. */
function upload(line: Line, bytes: Buffer, options: Partial<UploadOptions> = {}): Promise<Error | undefined> {
  return new Promise((done) => {
    const upload = new Upload(bytes, {
      endpoint: `${line.wire.url}/api/v1/uploads`,
      headers: { authorization: `Bearer ${line.token}` },
      metadata: { sha256: sha256(bytes), filename: '견적서.pdf' },
      retryDelays: Array.from({ length: 40 }, () => 50),
      onSuccess: () => done(undefined),
      onError: done,
      ...options,
    });
    upload.start();
  });
}

function attachment(line: Line, bytes: Buffer): Promise<Response> {
  return fetch(`${line.wire.url}/api/v1/attachments/${sha256(bytes)}`, {
    headers: { authorization: `Bearer ${line.token}` },
  });
}

async function expectStored(line: Line, bytes: Buffer): Promise<void> {
  const answer = await attachment(line, bytes);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(bytes));
}

test('a file arrives whole over a wire that breaks again and again', async ({ line }) => {
  const bytes = paper(3_000_000);
  line.wire.breaks = [1, 400, 70_000, 1_000_000, 5, 333_333, 65_536];
  const asked: string[] = [];
  const onAfterResponse: UploadOptions['onAfterResponse'] = (request, response) => {
    if (request.getMethod() === 'HEAD') asked.push(response.getHeader('upload-offset') ?? '');
  };
  expect(await upload(line, bytes, { onAfterResponse })).toBeUndefined();
  expect(line.wire.broken).toBe(7);
  // It went on from where the wire broke, and did not begin again.
  expect(Math.max(...asked.map(Number))).toBeGreaterThan(1_000_000);
  await expectStored(line, bytes);
});

test('a file arrives in small pieces, and with its first piece in the request that begins it', async ({ line }) => {
  const inPieces = paper(300_000);
  expect(await upload(line, inPieces, { chunkSize: 65_536 })).toBeUndefined();
  await expectStored(line, inPieces);
  const atOnce = paper(50_000);
  expect(await upload(line, atOnce, { uploadDataDuringCreation: true })).toBeUndefined();
  await expectStored(line, atOnce);
});

test('a server that is killed in the middle goes on where its disk is', async ({ line }) => {
  const bytes = paper(6_000_000);
  let kills = 0;
  const onChunkComplete: UploadOptions['onChunkComplete'] = (_, accepted) => {
    if (kills === 3 || accepted < (kills + 1) * 1_500_000) return;
    kills += 1;
    void line.server.kill().then(() => line.server.start());
  };
  expect(await upload(line, bytes, { chunkSize: 200_000, onChunkComplete })).toBeUndefined();
  expect(kills).toBe(3);
  await expectStored(line, bytes);
});

test('a client that has forgotten everything goes on by the hash alone', async ({ line }) => {
  const bytes = paper(500_000);
  const first = new Upload(bytes, {
    endpoint: `${line.wire.url}/api/v1/uploads`,
    headers: { authorization: `Bearer ${line.token}` },
    metadata: { sha256: sha256(bytes) },
    chunkSize: 100_000,
    onChunkComplete: (_, accepted) => {
      if (accepted === 200_000) void first.abort();
    },
  });
  first.start();
  const uploadUrl = `${line.wire.url}/api/v1/uploads/${sha256(bytes)}`;
  await expect
    .poll(async () => {
      const headers = { authorization: `Bearer ${line.token}`, 'tus-resumable': '1.0.0' };
      const answer = await fetch(uploadUrl, { method: 'HEAD', headers });
      return Number(answer.headers.get('upload-offset'));
    })
    .toBeGreaterThanOrEqual(200_000);
  expect(await upload(line, bytes, { uploadUrl })).toBeUndefined();
  await expectStored(line, bytes);
  // Once more: it is there, and nothing is sent.
  expect(await upload(line, bytes)).toBeUndefined();
});

test('a program that is called a paper is refused, and nothing is left of it', async ({ line }) => {
  const program = Buffer.concat([Buffer.from('MZ'), randomBytes(1_000)]);
  const error = await upload(line, program, { retryDelays: [] });
  expect(error).toBeInstanceOf(DetailedError);
  const response = (error as DetailedError).originalResponse;
  expect(response?.getStatus()).toBe(422);
  expect(JSON.parse(response?.getBody() ?? '')).toMatchObject({ code: 'invalid', details: { rule: 'file.kind' } });
  expect((await attachment(line, program)).status).toBe(404);
});
