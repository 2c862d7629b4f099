import type { OpenOrder } from '../../orders/index.js';
import type { Board, BoardDriver } from '../board.service.js';
import type {
  BoardDriverResponse,
  BoardOrder,
  BoardOrderWithDriver,
  BoardResponse,
} from './board.responses.js';
import { rounded } from './tracking.mapper.js';

export function boardResponse(board: Board): BoardResponse {
  return {
    unassigned: board.unassigned.map(boardOrder),
    noDriver: board.noDriver.map((order) => ({
      ...boardOrder(order),
      needsDispatchAt: order.needsDispatchAt!,
    })),
    onTheWay: board.onTheWay.map(carriedOrder),
    failed: board.failed.map(carriedOrder),
    drivers: board.drivers.map(boardDriver),
    late: board.late.map((order) => ({ ...carriedOrder(order), dueAt: order.dueAt })),
    substitutions: board.substitutions.map((order) => ({
      ...boardOrder(order),
      answerBy: order.answerBy!,
    })),
    cancelRequests: board.cancelRequests.map((order) => ({
      ...boardOrder(order),
      cancelRequestedAt: order.cancelRequestedAt!,
    })),
  };
}

function boardOrder({ id, number, status, placedAt, slot }: OpenOrder): BoardOrder {
  return { id, number, status, placedAt, slot };
}

function carriedOrder(order: Board['onTheWay'][number]): BoardOrderWithDriver {
  const { driverId, deliveryId } = order;
  return { ...boardOrder(order), driverId, deliveryId };
}

function boardDriver(driver: BoardDriver): BoardDriverResponse {
  const { driverId, name, activeDeliveries, position, lastSeenSecondsAgo, stale } = driver;
  return {
    driverId,
    name,
    activeDeliveries,
    position: position && { lat: rounded(position.lat), lng: rounded(position.lng) },
    lastSeenSecondsAgo,
    stale,
  };
}
