/**
 * Uploads with a client that we did not write: tus-js-client against the real server, over a wire that breaks and
 * with a server that dies.
 */
import { randomBytes } from 'node:crypto';
import { expect, test as base } from '@playwright/test';
import { DetailedError, Upload, UploadOptions } from 'tus-js-client';
import { Device, paper, sha256 } from '../fixture/device.ts';
import { Server } from '../fixture/server.ts';
import { Wire } from '../fixture/wire.ts';

interface Line {
  server: Server;
  wire: Wire;
  device: Device;
}

const test = base.extend<{ line: Line }>({
  line: async ({}, use) => {
    const wire = await Wire.create();
    const server = await Server.create(wire.url);
    wire.target = server.port;
    await use({ server, wire, device: await Device.enrol(wire.url) });
    await server.dispose();
    await wire.dispose();
  },
});

async function expectStored(device: Device, bytes: Buffer): Promise<void> {
  const answer = await device.attachment(bytes);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(bytes));
}

test('a file arrives whole over a wire that breaks again and again', async ({ line: { wire, device } }) => {
  const bytes = paper(3_000_000);
  wire.breaks = [1, 400, 70_000, 1_000_000, 5, 333_333, 65_536];
  const asked: string[] = [];
  const onAfterResponse: UploadOptions['onAfterResponse'] = (request, response) => {
    if (request.getMethod() === 'HEAD') asked.push(response.getHeader('upload-offset') ?? '');
  };
  expect(await device.upload(bytes, { onAfterResponse })).toBeUndefined();
  expect(wire.broken).toBe(7);
  // It went on from where the wire broke, and did not begin again.
  expect(Math.max(...asked.map(Number))).toBeGreaterThan(1_000_000);
  await expectStored(device, bytes);
});

test('a file arrives in small pieces, and with its first piece in the request that begins it', async ({
  line: { device },
}) => {
  const inPieces = paper(300_000);
  expect(await device.upload(inPieces, { chunkSize: 65_536 })).toBeUndefined();
  await expectStored(device, inPieces);
  const atOnce = paper(50_000);
  expect(await device.upload(atOnce, { uploadDataDuringCreation: true })).toBeUndefined();
  await expectStored(device, atOnce);
});

test('a server that is killed in the middle goes on where its disk is', async ({ line: { server, device } }) => {
  const bytes = paper(6_000_000);
  let kills = 0;
  const onChunkComplete: UploadOptions['onChunkComplete'] = (_, accepted) => {
    if (kills === 3 || accepted < (kills + 1) * 1_500_000) return;
    kills += 1;
    void server.kill().then(() => server.start());
  };
  expect(await device.upload(bytes, { chunkSize: 200_000, onChunkComplete })).toBeUndefined();
  expect(kills).toBe(3);
  await expectStored(device, bytes);
});

test('a client that has forgotten everything goes on by the hash alone', async ({ line: { device } }) => {
  const bytes = paper(500_000);
  await new Promise<void>((stopped) => {
    const first = new Upload(bytes, {
      ...device.options(bytes),
      chunkSize: 100_000,
      onChunkComplete: (_, accepted) => {
        if (accepted === 200_000) void first.abort().then(stopped);
      },
    });
    first.start();
  });
  const uploadUrl = `${device.url}/api/v1/uploads/${sha256(bytes)}`;
  const offsets: number[] = [];
  const onAfterResponse: UploadOptions['onAfterResponse'] = (_, response) => {
    offsets.push(Number(response.getHeader('upload-offset')));
  };
  expect(await device.upload(bytes, { uploadUrl, onAfterResponse })).toBeUndefined();
  expect(offsets[0]).toBeGreaterThanOrEqual(200_000);
  await expectStored(device, bytes);
  // Once more: it is there, and nothing is sent.
  expect(await device.upload(bytes)).toBeUndefined();
});

test('a program that is called a paper is refused, and nothing is left of it', async ({ line: { device } }) => {
  const program = Buffer.concat([Buffer.from('MZ'), randomBytes(1_000)]);
  const error = await device.upload(program, { retryDelays: [] });
  expect(error).toBeInstanceOf(DetailedError);
  const response = (error as DetailedError).originalResponse;
  expect(response?.getStatus()).toBe(422);
  expect(JSON.parse(response?.getBody() ?? '')).toMatchObject({ code: 'invalid', details: { rule: 'file.kind' } });
  expect((await device.attachment(program)).status).toBe(404);
});
