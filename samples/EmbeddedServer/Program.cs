using System.Net;
using EmbeddedServer;
using Taiji.Datastores.Hosting;
using Taiji.Server.Http;
using Taiji.Server.RestconfApi;

// An appliance with a management plane: a YANG module, a commit participant that drives the hardware, a state provider that reads it, an rpc.
//   dotnet run --project samples/EmbeddedServer
//   curl -u admin:admin -X PATCH -H 'Content-Type: application/yang-data+json' \
//        -d '{"acme-fan:fans":{"fan":[{"slot":1,"duty":80}]}}' http://127.0.0.1:8081/restconf/data/acme-fan:fans
//   curl -u admin:admin http://127.0.0.1:8081/restconf/data/acme-fan:fans
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton<FanHardware>();
builder.Services.AddTaiji()
    .AddModules(Path.Combine(AppContext.BaseDirectory, "yang"))
    .AddModule("acme-fan")
    .AddCommitParticipant<FanControl>("/acme-fan:fans")
    .AddStateProvider<FanSpeeds>("/acme-fan:fans/fan/speed")
    .AddOperationHandler<StopAll>("acme-fan:stop-all")
    .Configure(o => (o.CreateFirstAdmin, o.FirstAdminPassword) = (true, builder.Configuration["AdminPassword"] ?? "admin"));
builder.Services.AddRestconf();
builder.Services.AddClearTextHttp();
builder.WebHost.ConfigureKestrel(k => k.ListenClearText(new IPEndPoint(IPAddress.Loopback, builder.Configuration.GetValue("Port", 8081))));

var app = builder.Build();
app.MapRestconf();
await app.RunAsync();
