import { describeProvider } from './describe-provider';
import { linkupApiHarness } from './providers/linkup-api';

describeProvider(linkupApiHarness);
