import type { OrderSummary } from '../../orders/index.js';
import type { Board } from '../board.service.js';
import type { BoardOrder, BoardResponse } from './board.responses.js';

export function boardResponse(board: Board): BoardResponse {
  return {
    unassigned: board.unassigned.map(boardOrder),
    onTheWay: board.onTheWay.map((order) => ({ ...boardOrder(order), driverId: order.driverId })),
    drivers: board.drivers.map(({ driverId, name, activeDeliveries, lastSeenSecondsAgo }) => ({
      driverId,
      name,
      activeDeliveries,
      lastSeenSecondsAgo,
    })),
  };
}

function boardOrder({ id, number, status, placedAt, slot }: OrderSummary): BoardOrder {
  return { id, number, status, placedAt, slot };
}
