using Taiji.Datastores.Hosting;

namespace Taiji.Demo;

/// <summary>The example module with everything that makes it live: one plug-in of each kind.</summary>
internal static class DemoExtensions
{
    public static TaijiBuilder AddDemo(this TaijiBuilder builder)
    {
        builder.Services.AddSingleton<SensorEngine>();
        return builder
            .AddModule("taiji-example")
            .AddCommitParticipant<SensorParticipant>("/taiji-example:sensors")
            .AddStateProvider<SensorStateProvider>("/taiji-example:sensors")
            .AddStateProvider<EngineStateProvider>("/taiji-example:engine")
            .AddOperationHandler<ReadSensorsHandler>("taiji-example:read-sensors")
            .AddOperationHandler<InjectValueHandler>("/taiji-example:sensors/sensor/inject-value")
            .AddNotificationSource<ThresholdSource>();
    }
}
