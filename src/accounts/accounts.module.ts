import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RateGuard } from './http/rate.guard.js';
import { AccessGuard } from './access.guard.js';
import { AccessTokensService } from './access-tokens.service.js';
import { AccountAccess } from './account-access.service.js';
import { AccountStateQueries } from './account-states.queries.js';
import { AccountStates } from './account-states.service.js';
import { AccountEntity } from './account.entity.js';
import { AccountErasureRepository } from './account-erasure.repository.js';
import { AccountErasures } from './account-erasures.service.js';
import { AccountPeople } from './account-people.queries.js';
import { AccountRepository } from './account.repository.js';
import { AccountsService } from './accounts.service.js';
import { AddressBook } from './address-book.service.js';
import { AddressRepository } from './address.repository.js';
import { AddressesController } from './http/addresses.controller.js';
import { AdminAccountsController } from './http/admin-accounts.controller.js';
import { AdminFailedWorkController } from './http/admin-failed-work.controller.js';
import { AuthController } from './http/auth.controller.js';
import { MeController } from './http/me.controller.js';
import { PersonalDataController } from './http/personal-data.controller.js';
import { SessionsController } from './http/sessions.controller.js';
import { LoginLimits } from './login-limits.service.js';
import { LoginSessionRepository } from './login-session.repository.js';
import { PasswordChanges } from './password-changes.service.js';
import { PasswordProof } from './password-proof.service.js';
import { PasswordsService } from './passwords.service.js';
import { PublicAnswersCheck } from './public-answers.check.js';
import { RefreshTokens } from './refresh-tokens.service.js';
import { Sessions } from './sessions.service.js';
import { StaffQueries } from './staff.queries.js';
import { StaffStores } from './staff-stores.service.js';

/** People, passwords, tokens and addresses; importing it puts the guard before every route. */
@Module({
  imports: [TypeOrmModule.forFeature([AccountEntity])],
  controllers: [
    AuthController,
    MeController,
    PersonalDataController,
    SessionsController,
    AddressesController,
    AdminAccountsController,
    AdminFailedWorkController,
  ],
  providers: [
    AccountRepository,
    AccountErasureRepository,
    AccountErasures,
    AccountPeople,
    AccountsService,
    AddressRepository,
    AddressBook,
    LoginLimits,
    PasswordChanges,
    PasswordProof,
    PasswordsService,
    AccessTokensService,
    AccountAccess,
    AccountStateQueries,
    AccountStates,
    LoginSessionRepository,
    RefreshTokens,
    Sessions,
    PublicAnswersCheck,
    StaffQueries,
    StaffStores,
    AccessGuard,
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: APP_GUARD, useClass: RateGuard },
  ],
  exports: [AccountsService, AddressBook, AccessGuard, StaffQueries, StaffStores],
})
export class AccountsModule {}
