import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
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
  sentFields,
  type Transaction,
} from '../../platform/index.js';
import { CategoryAdmin } from './category-admin.service.js';
import {
  CategoryMisplaced,
  CategoryNameTaken,
  CategoryNotEmpty,
  CategoryNotFound,
  CategoryUnknown,
  SlugTaken,
} from '../catalog.errors.js';
import { CreateCategoryRequest, EditCategoryRequest } from './admin-categories.requests.js';
import { AdminCategoriesResponse, AdminCategoryResponse } from './admin-categories.responses.js';
import type { CategoryRow } from './category-fields.js';

@Roles('admin')
@ApiTags('catalog admin')
@Controller('v1/admin/categories')
export class AdminCategoriesController {
  constructor(
    private readonly categories: CategoryAdmin,
    private readonly idempotent: IdempotentRequests,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All categories, including those without products' })
  @ApiOkResponse({ type: AdminCategoriesResponse })
  async listAdminCategories(): Promise<AdminCategoriesResponse> {
    return { items: await this.categories.all() };
  }

  @Post()
  @AnswersLocation('/v1/admin/categories/{id}')
  @OptionalIdempotencyKey()
  @ApiOperation({ summary: 'Create a department, an aisle in one, or a shelf in an aisle' })
  @ApiCreatedResponse({ type: AdminCategoryResponse })
  @Fails(CategoryUnknown, CategoryMisplaced, CategoryNameTaken, SlugTaken)
  async createCategory(
    @Body() body: CreateCategoryRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() caller: Identity,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const request = { ownerId: caller.accountId, route: 'POST /v1/admin/categories', key, body };
    const make = async (tx: Transaction) =>
      categoryOf(await this.categories.create(caller, tx, sentFields(body)));
    const result = await this.idempotent.once(request, make, HttpStatus.CREATED);
    const { id, version } = JSON.parse(result.body) as AdminCategoryResponse;
    void reply.headers({ location: `/v1/admin/categories/${id}`, etag: etagOf(version) });
    sendIdempotent(reply, result);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One category; send its ETag as If-Match when you edit it' })
  @AnswersVersion({ type: AdminCategoryResponse, ok: 'The category' })
  @Fails(CategoryNotFound)
  async getAdminCategory(@Param('id', IdParam) id: string): Promise<AdminCategoryResponse> {
    return categoryOf(await this.categories.one(id));
  }

  @Patch(':id')
  @NeedsIfMatch()
  @ApiOperation({ summary: 'Rename a category, or move it with everything in it' })
  @AnswersVersion({ type: AdminCategoryResponse, ok: 'The category' })
  @Fails(CategoryNotFound, CategoryUnknown, CategoryMisplaced)
  @Fails(CategoryNameTaken, SlugTaken)
  async editCategory(
    @Param('id', IdParam) id: string,
    @IfMatch() versions: ExpectedVersions,
    @Body() body: EditCategoryRequest,
    @Caller() caller: Identity,
  ): Promise<AdminCategoryResponse> {
    return categoryOf(await this.categories.edit(caller, id, versions, sentFields(body)));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @NeedsIfMatch()
  @ApiOperation({ summary: 'Remove an empty category' })
  @ApiNoContentResponse({ description: 'It is gone' })
  @Fails(CategoryNotFound, CategoryNotEmpty)
  removeCategory(
    @Param('id', IdParam) id: string,
    @IfMatch() versions: ExpectedVersions,
    @Caller() caller: Identity,
  ): Promise<void> {
    return this.categories.remove(caller, id, versions);
  }
}

/** Without the number of products, which changes without a new version. */
function categoryOf({ id, version, slug, name, parentId }: CategoryRow): AdminCategoryResponse {
  return { id, version, slug, name, parentId };
}
