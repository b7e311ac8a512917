// A web UI's session with /jsonrpc, in the manner of JavaScript clients written for that API: fetch with a cookie, long polling, a WebSocket, an event stream.
// Arguments: the server's address, user and password. One line of JSON on standard output for each thing seen; exit status 1 with the reason otherwise.
const [address, user, passwd] = process.argv.slice(2);

class JsonRpc {
  #id = 0;
  cookie = '';

  async call(method, params = {}) {
    const id = ++this.#id;
    const response = await fetch(`${address}/jsonrpc/${method}`, {
      method: 'POST',
      headers: { Accept: 'application/json;charset=utf-8', 'Content-Type': 'application/json;charset=utf-8', ...(this.cookie && { Cookie: this.cookie }) },
      body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(';')[0];
    const answer = await response.json();
    if (answer.id !== id) throw new Error(`${method}: the answer is to ${answer.id}`);
    if (answer.error) throw Object.assign(new Error(`${method}: ${JSON.stringify(answer.error)}`), { type: answer.error.type });
    return answer.result;
  }
}

const see = (what, value) => console.log(JSON.stringify({ [what]: value }));
const rpc = new JsonRpc();

async function begin() {
  await rpc.call('login', { user, passwd });
  see('user', (await rpc.call('get_system_setting', { operation: 'user' })));
  const { trans } = await rpc.call('get_trans');
  see('trans', trans);
}

async function readThePage() {
  const { th } = await rpc.call('new_trans', { db: 'running', mode: 'read' });
  const { meta, data } = await rpc.call('get_schema', { th, path: '/dhcp:dhcp', levels: 1, insert_values: true });
  see('schema', { keypath: meta.keypath, children: data.children.map(c => c.name) });
  see('values', (await rpc.call('get_values', { th, path: '/dhcp:dhcp', leafs: ['max-lease-time', 'default-lease-time'], check_default: true })).values);
  await rpc.call('delete_trans', { th });
}

async function edit(seconds, whenStarted) {
  const { th } = await rpc.call('new_webui_trans', { db: 'running', conf_mode: 'private', on_pending_changes: 'reuse' });
  see('webui', (await rpc.call('get_webui_trans')).trans.map(t => t.th === th));
  await rpc.call('set_value', { th, path: '/dhcp:dhcp/default-lease-time', value: seconds });
  await rpc.call('set_attrs', { th, path: '/dhcp:dhcp/default-lease-time', attrs: { annotation: `set to ${seconds}`, tags: ['ui'] } });
  see('changes', (await rpc.call('get_trans_changes', { th, output: 'compact' })).changes);
  see('modified', await rpc.call('is_trans_modified', { th }));
  await rpc.call('validate_commit', { th });
  const committed = await rpc.call('commit', { th, 'rollback-id': true });
  see('committed', Object.keys(committed));
  await whenStarted?.();
}

async function longPolling() {
  const { handle } = await rpc.call('subscribe_changes', { comet_id: 'main', path: '/dhcp:dhcp' });
  await rpc.call('start_subscription', { handle });
  const polling = rpc.call('comet', { comet_id: 'main' });
  await edit('100');
  const messages = await polling;
  see('comet', messages.map(m => m.handle === handle && m.message));
  await rpc.call('unsubscribe', { handle });
}

async function webSocket() {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/jsonrpc/ws?comet_id=ws`, { headers: { Cookie: rpc.cookie } });
  const waiting = [];
  const arrived = [];
  socket.onmessage = event => (waiting.length ? waiting.shift()(JSON.parse(event.data)) : arrived.push(JSON.parse(event.data)));
  const next = () => (arrived.length ? Promise.resolve(arrived.shift()) : new Promise(resolve => waiting.push(resolve)));
  await new Promise((resolve, reject) => ([socket.onopen, socket.onerror] = [resolve, e => reject(e.error ?? new Error('no socket'))]));
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 'a', method: 'subscribe_changes', params: { comet_id: 'ws', handle: 'ws-lease', path: '/dhcp:dhcp' } }));
  see('socket answered', await next());
  await edit('200');
  see('socket told', (await next()).params);
  await rpc.call('unsubscribe', { handle: 'ws-lease' });
  const closed = new Promise(resolve => (socket.onclose = resolve));
  socket.close();
  see('socket closed', (await closed).wasClean);
}

// What an EventSource does; Node has none.
async function eventStream() {
  await rpc.call('subscribe_changes', { comet_id: 'sse', handle: 'sse-lease', path: '/dhcp:dhcp' });
  const stop = new AbortController();
  const response = await fetch(`${address}/jsonrpc/events?comet_id=sse`, { headers: { Accept: 'text/event-stream', Cookie: rpc.cookie }, signal: stop.signal });
  see('stream', response.headers.get('content-type'));
  await edit('300');
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    const event = /^id: (\d+)\ndata: (.*)\n\n/m.exec(text);
    if (!event) continue;
    see('event', { id: event[1], ...JSON.parse(event[2]) });
    break;
  }

  stop.abort();
}

async function end() {
  const { th } = await rpc.call('new_trans');
  see('attributes', (await rpc.call('get_attrs', { th, path: '/dhcp:dhcp/default-lease-time', names: ['annotation', 'tags'] })).attrs);
  await rpc.call('logout');
  try {
    await rpc.call('get_trans');
  } catch (error) {
    see('after logout', error.type);
  }
}

try {
  for (const step of [begin, readThePage, longPolling, webSocket, eventStream, end]) await step();
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
