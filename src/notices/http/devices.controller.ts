import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  HttpStatus,
  Param,
  Put,
} from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Fails, IdParam } from '../../platform/index.js';
import { DeviceNotFound } from '../notices.errors.js';
import { Devices } from '../use-cases/devices.service.js';
import { DeviceRequest } from './devices.requests.js';
import { DeviceResponse, DevicesResponse } from './devices.responses.js';

const OneDevice = () =>
  ApiParam({ name: 'id', description: 'A UUID that your app makes once per installation' });

@Roles('customer')
@ApiTags('notices')
@Controller('v1/me/devices')
export class DevicesController {
  constructor(private readonly devices: Devices) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Your devices that get pushes; without their tokens' })
  @ApiOkResponse({ type: DevicesResponse, description: 'All of them: at most ten' })
  async listDevices(@Caller() { accountId }: Identity): Promise<DevicesResponse> {
    return { items: (await this.devices.all(accountId)).map(responseOf) };
  }

  @Put(':id')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Register this device for pushes, or its new token',
    description:
      'Safe to repeat: send it at every start of the app. A token belongs to whoever sent it last. ' +
      'Beyond ten, the device that was sent longest ago is forgotten.',
  })
  @OneDevice()
  @ApiBody({
    type: DeviceRequest,
    examples: { phone: { summary: 'A phone', value: { platform: 'ios', token: '80e1…f3' } } },
  })
  @ApiOkResponse({ type: DeviceResponse, description: 'The device is registered' })
  async registerDevice(
    @Param('id', IdParam) id: string,
    @Body() { platform, token }: DeviceRequest,
    @Caller() { accountId }: Identity,
  ): Promise<DeviceResponse> {
    return responseOf(await this.devices.keep(accountId, { id, platform, token }));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Remove a device: it gets no pushes any more',
    description: 'For the app to send before it forgets a login.',
  })
  @OneDevice()
  @ApiNoContentResponse({ description: 'The device is gone' })
  @Fails(DeviceNotFound)
  removeDevice(@Param('id', IdParam) id: string, @Caller() { accountId }: Identity): Promise<void> {
    return this.devices.remove(accountId, id);
  }
}

function responseOf({ keptAt, ...device }: Awaited<ReturnType<Devices['keep']>>): DeviceResponse {
  return { ...device, keptAt: keptAt.toISOString() };
}
