import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** Closes the database last, when everything that queries it has stopped. */
@Injectable()
export class DatabaseCloser implements OnApplicationShutdown {
  #close: () => Promise<void> = async () => {};

  whenDone(close: () => Promise<void>): void {
    this.#close = close;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#close();
  }
}
