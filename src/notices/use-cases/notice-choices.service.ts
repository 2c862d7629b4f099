import { Injectable } from '@nestjs/common';
import { InvalidToken } from '../../accounts/index.js';
import { AppConfig, type Language } from '../../platform/index.js';
import { Carriers } from '../carriers/carriers.js';
import { chosenFor } from '../domain/choose-routes.js';
import {
  type Channel,
  channels,
  kindRules,
  type NoticeKind,
  noticeKinds,
} from '../domain/notice-kinds.js';
import { NoticeNeeded } from '../notices.errors.js';
import {
  type CustomerChoices,
  NoticeChoicesRepository,
} from '../persistence/notice-choices.repository.js';

export interface ShownChoices {
  readonly language: Language;
  /** The channels that this Larder is set up for. */
  readonly served: readonly Channel[];
  readonly kinds: readonly {
    readonly kind: NoticeKind;
    readonly channels: readonly Channel[];
    readonly mayBeOff: boolean;
  }[];
}

/** What customers want to be told, by which channels, in which language. */
@Injectable()
export class NoticeChoices {
  constructor(
    private readonly config: AppConfig,
    private readonly choices: NoticeChoicesRepository,
    private readonly carriers: Carriers,
  ) {}

  /** Every kind, chosen or usual. */
  async of(accountId: string): Promise<ShownChoices> {
    return this.#shown(await this.choices.of(accountId));
  }

  /** Replaces all: what is left out is as usual. @throws notice-needed, invalid-token */
  async replace(accountId: string, choices: CustomerChoices): Promise<ShownChoices> {
    const missing = noticeKinds.find(
      (kind) => kindRules[kind].isNeeded && chosenFor(kind, choices.channels).length === 0,
    );
    if (missing) throw NoticeNeeded.because(`The kind ${missing} needs a channel.`);
    if (!(await this.choices.replace(accountId, choices))) {
      throw InvalidToken.because('The account of this token does not exist any more.');
    }
    return this.#shown(choices);
  }

  #shown({ language, channels: chosen }: CustomerChoices): ShownChoices {
    const { served } = this.carriers;
    return {
      language: language ?? this.config.notices.language,
      served: channels.filter((channel) => served.includes(channel)),
      kinds: noticeKinds.map((kind) => ({
        kind,
        channels: chosenFor(kind, chosen),
        mayBeOff: !kindRules[kind].isNeeded,
      })),
    };
  }
}
