import { Injectable } from '@nestjs/common';
import { InvalidToken } from '../../accounts/index.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../platform/index.js';
import type { DeviceToken } from '../carriers/notice-carrier.port.js';
import { DeviceNotFound } from '../notices.errors.js';
import { type Device, DeviceRepository } from '../persistence/device.repository.js';

export const mostDevices = 10;

/** The apps of a customer that get pushes. */
@Injectable()
export class Devices {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The latest kept first. */
  all(accountId: string): Promise<Device[]> {
    return this.devices.ofAccount(accountId);
  }

  /**
   * Keeps a device, or its new token. One beyond the tenth takes the place of the one that was kept
   * longest ago. Whoever had the token before loses it. @throws invalid-token
   */
  keep(accountId: string, device: DeviceToken): Promise<Device> {
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.devices.lockAccount(tx, accountId))) {
        throw InvalidToken.because('The account of this token does not exist any more.');
      }
      const kept = await this.devices.keep(tx, accountId, device, this.clock.now());
      await this.devices.leaveLatest(tx, accountId, mostDevices, kept.id);
      return kept;
    });
  }

  /** @throws device-not-found (also for somebody else's) */
  async remove(accountId: string, id: string): Promise<void> {
    if (await this.devices.remove(accountId, id)) return;
    throw DeviceNotFound.because('You have no device with this id.');
  }
}
