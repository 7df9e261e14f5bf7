namespace ServiceRouter.Host.Probes;

/// <summary>Who may read the metrics, and where traces go; section <c>Metrics</c>.</summary>
internal sealed class ProbeOptions
{
    public const string Section = "Metrics";

    /// <summary>True opens /metrics to every address; otherwise it answers loopback only.</summary>
    public bool Public { get; set; }

    /// <summary>OTLP endpoint for traces, such as http://localhost:4317; none: that of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, and without it no traces.</summary>
    public Uri? TracesTo { get; set; }
}
