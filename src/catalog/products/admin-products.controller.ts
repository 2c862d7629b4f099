import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  AnswersLocation,
  AnswersVersion,
  etagOf,
  type ExpectedVersions,
  Fails,
  IdempotentRequests,
  IdParam,
  IfMatch,
  NeedsIfMatch,
  OptionalIdempotencyKey,
  sendIdempotent,
  type Transaction,
} from '../../platform/index.js';
import { ProductAdmin } from './product-admin.service.js';
import { ProductExport } from './product-export.service.js';
import {
  BarcodeTaken,
  CategoryUnknown,
  ProductNotFound,
  SkuTaken,
  SlugTaken,
  StoreNotFound,
  StoreRequired,
} from '../catalog.errors.js';
import { adminProductOf, fieldsOf } from './admin-products.mapper.js';
import {
  CreateProductRequest,
  EditProductRequest,
  ExportQuery,
} from './admin-products.requests.js';
import { AdminProductResponse } from './admin-products.responses.js';

@Roles('admin')
@ApiTags('catalog admin')
@Controller('v1/admin/products')
export class AdminProductsController {
  constructor(
    private readonly products: ProductAdmin,
    private readonly exports: ProductExport,
    private readonly idempotent: IdempotentRequests,
  ) {}

  @Post()
  @AnswersLocation('/v1/admin/products/{id}')
  @OptionalIdempotencyKey()
  @ApiOperation({ summary: 'Create a product; stores sell it once they have a price for it' })
  @ApiCreatedResponse({ type: AdminProductResponse })
  @Fails(CategoryUnknown, SkuTaken, SlugTaken, BarcodeTaken)
  async createProduct(
    @Body() body: CreateProductRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() caller: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const request = { ownerId: caller.accountId, route: 'POST /v1/admin/products', key, body };
    const make = async (tx: Transaction) =>
      adminProductOf(await this.products.create(caller, tx, fieldsOf(body)));
    const result = await this.idempotent.once(request, make, HttpStatus.CREATED);
    const { id, version } = JSON.parse(result.body) as AdminProductResponse;
    void reply.headers({ location: `/v1/admin/products/${id}`, etag: etagOf(version) });
    sendIdempotent(reply, result);
  }

  @Get('export')
  @ApiOperation({ summary: 'A store’s products as CSV; importing the file again changes nothing' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  @Fails(StoreRequired, StoreNotFound)
  async exportProducts(
    @Query() query: ExportQuery,
    @Caller() caller: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lines = await this.exports.lines(caller, query.store);
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="products.csv"')
      .send(Readable.from(lines));
  }

  @Get(':id')
  @ApiOperation({
    summary: 'One product, retired or not; send its ETag as If-Match when you edit it',
  })
  @AnswersVersion({ type: AdminProductResponse, ok: 'The product' })
  @Fails(ProductNotFound)
  async getAdminProduct(@Param('id', IdParam) id: string): Promise<AdminProductResponse> {
    return adminProductOf(await this.products.one(id));
  }

  @Patch(':id')
  @NeedsIfMatch()
  @ApiOperation({ summary: 'Change fields of a product, its category included' })
  @AnswersVersion({ type: AdminProductResponse, ok: 'The product' })
  @Fails(ProductNotFound, CategoryUnknown)
  @Fails(SkuTaken, SlugTaken, BarcodeTaken)
  async editProduct(
    @Param('id', IdParam) id: string,
    @IfMatch() versions: ExpectedVersions,
    @Body() body: EditProductRequest,
    @Caller() caller: Identity,
  ): Promise<AdminProductResponse> {
    return adminProductOf(await this.products.edit(caller, id, versions, fieldsOf(body)));
  }

  @Post(':id/retire')
  @HttpCode(HttpStatus.OK)
  @NeedsIfMatch()
  @ApiOperation({ summary: 'Stop selling a product in every store' })
  @AnswersVersion({ type: AdminProductResponse, ok: 'The product' })
  @Fails(ProductNotFound)
  async retireProduct(
    @Param('id', IdParam) id: string,
    @IfMatch() versions: ExpectedVersions,
    @Caller() caller: Identity,
  ): Promise<AdminProductResponse> {
    return adminProductOf(await this.products.retire(caller, id, versions));
  }

  @Post(':id/restore')
  @HttpCode(HttpStatus.OK)
  @NeedsIfMatch()
  @ApiOperation({ summary: 'Sell a retired product again' })
  @AnswersVersion({ type: AdminProductResponse, ok: 'The product' })
  @Fails(ProductNotFound)
  async restoreProduct(
    @Param('id', IdParam) id: string,
    @IfMatch() versions: ExpectedVersions,
    @Caller() caller: Identity,
  ): Promise<AdminProductResponse> {
    return adminProductOf(await this.products.restore(caller, id, versions));
  }
}
