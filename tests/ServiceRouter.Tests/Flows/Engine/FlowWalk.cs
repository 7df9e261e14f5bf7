using System.Text.Json;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Engine;

/// <summary>One citizen in one flow. The position goes through JSON between turns, as it does in the service.</summary>
internal sealed class FlowWalk
{
    private readonly Flow flow;

    public FlowWalk(Flow flow, FlowChannel channel = FlowChannel.Web, string language = "fr")
    {
        (this.flow, Channel, Language) = (flow, channel, language);
        Turn = FlowEngine.Start(flow, channel, language);
    }

    public FlowChannel Channel { get; set; }

    public string Language { get; set; }

    public FlowTurn Turn { get; private set; }

    public FlowOutput Last => Turn.Outputs[^1];

    public FlowPosition Position => Turn.Position!;

    public Ask Question => Last.Should().BeOfType<Ask>().Subject;

    public FlowWalk Says(params string[] inputs)
    {
        foreach (var input in inputs)
        {
            var stored = JsonSerializer.Deserialize<FlowPosition>(JsonSerializer.Serialize(Position))!;
            Turn = FlowEngine.Answer(flow, stored, input, Channel, Language);
        }

        return this;
    }
}
