import { describeProvider } from './describe-provider';
import { seleqtHarness } from './providers/seleqt';

describeProvider(seleqtHarness);
