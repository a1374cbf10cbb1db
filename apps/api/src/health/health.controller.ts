import { readFileSync } from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { AllowAnyone } from '../access/rules.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

@Controller('health')
export class HealthController {
  /** Tells nothing about what is stored. */
  @Get()
  @AllowAnyone()
  read() {
    return { status: 'ok', version };
  }
}
