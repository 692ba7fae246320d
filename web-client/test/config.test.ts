/**
 * Where the server is: at the root of a host, or below a path of one that has other things too.
 */
import { describe, expect, it } from 'vitest';
import { at, collabUrl, pathAbove, withinProduct } from '../src/config';

describe('a server below a path', () => {
  it('CONF-5 the path is that of the folder above the code', () => {
    expect(pathAbove('https://host.example.org/care/map/assets/index-Cq6U8sWv.js')).toBe('/care/map');
    expect(pathAbove('https://pairway.example.org/assets/index-Cq6U8sWv.js')).toBe('');
  });

  it('CONF-5 addresses of the product are below it, and what is elsewhere on the host is none', () => {
    expect(at('/start', '/care')).toBe('/care/start');
    expect(at('/start', '')).toBe('/start');
    expect(['/care', '/care/', '/care/w/x', '/careful', '/', '/start'].map((path) => withinProduct(path, '/care'))).toEqual(['/', '/', '/w/x', undefined, undefined, undefined]);
    expect(withinProduct('/start', '')).toBe('/start');
    expect(collabUrl('https://host.example.org/care')).toBe('wss://host.example.org/care/collab');
  });
});
