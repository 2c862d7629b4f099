import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Identity, type InStores, requireAllStores, worksAt } from '../../accounts/index.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import {
  Audit,
  IdempotentRequests,
  type IdempotentResult,
  PayloadTooLarge,
  Scheduled,
  type Transaction,
  UnitOfWork,
} from '../../platform/index.js';
import { ImportFinished, ImportNotFound, UnreadableFile } from '../catalog.errors.js';
import { CatalogFileError } from './csv-header.js';
import { StoresService } from '../stores/stores.service.js';
import { Imports } from './imports.queries.js';
import { ImportGoods } from './import-goods.queries.js';
import { asUtf8 } from './file-text.js';
import { requireHeader } from './import-records.js';
import type { ImportKind, ImportRow, ImportTerms, ReportedRow } from './import-status.js';
import { enqueueRun } from './run-import.job.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const mebibyte = 1024 * 1024;
const mostBytes = 32 * mebibyte;
const chunkBytes = mebibyte / 4;

export interface Upload extends ImportTerms {
  readonly kind: ImportKind;
  /** Id or slug; may be left out while there is one store. */
  readonly store: string | undefined;
  readonly by: Identity;
  /** The Idempotency-Key of the upload. */
  readonly key: string | undefined;
  readonly file: Readable;
  /** Of the file, where it has no byte order mark; null for UTF-8. */
  readonly charset: string | null;
}

interface Kept {
  readonly bytes: number;
  readonly lines: number;
  readonly sha256: string;
}

/** Takes files in, and lets clients follow, cancel and resume their import. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly stores: StoresService,
    private readonly imports: Imports,
    private readonly goods: ImportGoods,
    private readonly idempotent: IdempotentRequests,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Restarts imports whose process died, and deletes those that nobody will ask about. */
  @Scheduled('catalog.watch-imports', '* * * * *')
  async watch(): Promise<void> {
    const now = this.clock.now().getTime();
    for (const importId of await this.imports.stalled(new Date(now - minuteMs))) {
      await this.unitOfWork.run((tx) => enqueueRun(tx, importId));
    }
    await this.imports.forgetOld(new Date(now - dayMs), new Date(now - 30 * dayMs));
  }

  /**
   * Stores the file and starts its import; never holds more than a chunk in memory. A repeat of the
   * same file under the same key starts no second import.
   * @throws store-not-found, store-required, forbidden (a catalogue, which all stores share, by staff
   *   of some), payload-too-large, unreadable-file,
   *   idempotency-key-invalid, idempotency-key-reused, idempotency-in-flight
   */
  async take(
    { store: handle, by, key, file, charset, ...wanted }: Upload,
    successStatus: number,
    answer: (taken: ImportRow) => object,
  ): Promise<IdempotentResult> {
    const { accountId } = by;
    const store = await this.stores.ofStaff(by, handle);
    if (wanted.kind === 'catalogue') requireAllStores(by);
    const id = this.ids.next();
    const begun = { id, storeId: store.id, accountId, ...wanted };
    await this.imports.begin(begun, this.clock.now());
    try {
      if (wanted.missing !== 'keep') await this.goods.remember(id, store.id);
      const { bytes, lines, sha256 } = await this.#keep(id, asUtf8(limited(file), charset));
      await this.#requireHeader(id, wanted.kind);
      const body = { storeId: store.id, ...wanted, sha256 };
      const request = { ownerId: accountId, route: 'POST /v1/admin/imports', key, body };
      const begin = async (tx: Transaction) => {
        const row = await this.imports.uploaded(tx, id, bytes, lines);
        await enqueueRun(tx, id);
        await this.#note(tx, 'start', row, { ...wanted, bytes });
        return answer(row);
      };
      const result = await this.idempotent.once(request, begin, successStatus);
      if (result.replayed) await this.imports.forget(id);
      return result;
    } catch (error) {
      await this.imports.forget(id);
      throw error;
    }
  }

  /** @throws import-not-found */
  async one(id: string, who: InStores): Promise<ImportRow> {
    const found = await this.imports.find(id);
    return found && worksAt(who, found.storeId) ? found : notThere();
  }

  /** Landed rows stay; no more land. @throws import-not-found, import-finished */
  cancel(id: string, who: InStores): Promise<ImportRow> {
    return this.#move(id, who, 'cancelled');
  }

  /** Resumes exactly where the import stopped. @throws import-not-found, import-finished */
  resume(id: string, who: InStores): Promise<ImportRow> {
    return this.#move(id, who, 'running');
  }

  /**
   * The rows of the file first, then the goods that it lacks.
   * @param after the row before the page, null for the first page
   * @throws import-not-found
   */
  async report(
    id: string,
    who: InStores,
    after: Pick<ReportedRow, 'line' | 'sku'> | null,
    most: number,
  ): Promise<ReportedRow[]> {
    await this.one(id, who);
    const { line, sku } = after ?? { line: 0, sku: null };
    const rows = line === null ? [] : await this.imports.report(id, line, most);
    if (rows.length === most) return rows;
    const afterSku = line === null ? (sku ?? '') : '';
    return [...rows, ...(await this.goods.report(id, afterSku, most - rows.length))];
  }

  async #keep(id: string, file: AsyncIterable<Buffer>): Promise<Kept> {
    const hash = createHash('sha256');
    let [bytes, lines, number] = [0, 1, 0];
    let parts: Buffer[] = [];
    let size = 0;
    const flush = async () => {
      await this.imports.addChunk(id, number, Buffer.concat(parts));
      [parts, size, number] = [[], 0, number + 1];
    };
    for await (const part of file) {
      bytes += part.length;
      hash.update(part);
      for (const byte of part) if (byte === 0x0a) lines += 1;
      parts.push(part);
      size += part.length;
      if (size >= chunkBytes) await flush();
    }
    if (size > 0) await flush();
    return { bytes, lines, sha256: hash.digest('base64url') };
  }

  /** Refuses an unreadable file at once, instead of letting the import fail later. */
  async #requireHeader(id: string, kind: ImportKind): Promise<void> {
    try {
      await requireHeader(kind, this.imports.chunks(id));
    } catch (error) {
      throw error instanceof CatalogFileError ? UnreadableFile.because(error.message) : error;
    }
  }

  #note(
    tx: Transaction,
    verb: string,
    { id, storeId }: ImportRow,
    after: object | null = null,
  ): Promise<void> {
    const subject = { type: 'import', id };
    return this.audit.note(tx, { action: `import.${verb}`, subject, storeId, after });
  }

  async #move(id: string, who: InStores, to: 'cancelled' | 'running'): Promise<ImportRow> {
    await this.one(id, who);
    return this.unitOfWork.run(async (tx) => {
      const from = ['running', 'cancelled', 'failed'] as const;
      const moved = await this.imports.move(tx, id, from, to, this.clock.now());
      if (!moved) throw ImportFinished.because('Every row of this import is done with.');
      await this.#note(tx, to === 'running' ? 'resume' : 'cancel', moved);
      if (to === 'running') {
        await this.goods.askAgain(tx, id);
        await enqueueRun(tx, id);
      }
      return moved;
    });
  }
}

/** @throws payload-too-large */
async function* limited(file: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  // The connection must survive an early exit: the refusal is sent over it.
  for await (const part of file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) {
      throw PayloadTooLarge.because(`A file to import has at most ${mostBytes / mebibyte} MiB.`);
    }
    yield part;
  }
}

function notThere(): never {
  throw ImportNotFound.because('There is no import with this id.');
}
