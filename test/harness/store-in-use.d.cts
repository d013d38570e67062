import type { IDataDeduplicator } from 'n8n-workflow';

export function useStore(store: IDataDeduplicator): void;
