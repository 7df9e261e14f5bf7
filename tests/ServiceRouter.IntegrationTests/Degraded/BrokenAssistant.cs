using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Dialogue;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.IntegrationTests.Degraded;

/// <summary>What a part of the assistant does instead of answering.</summary>
public enum AssistantFault
{
    /// <summary>As a model that is off, or says 429.</summary>
    Throws,
    /// <summary>As a model that does not answer, and is told in vain to stop.</summary>
    Hangs,
    /// <summary>The same in plain code: a search that runs for ever.</summary>
    BlocksItsThread,
    /// <summary>As a stream of a model that is cut in the middle.</summary>
    BreaksOff,
}

/// <summary>Stands before flows and fiches, which are broken too.</summary>
internal sealed class BrokenAssistant(AssistantFault fault) : IAssistant, IKnowledge, IDisposable
{
    private readonly ManualResetEventSlim end = new();
    private readonly TaskCompletionSource<TurnPlan?> never = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Part Part => Part.Model;

    public void Put(IServiceCollection services)
    {
        services.AddSingleton<IAssistant>(this);
        services.AddSingleton<IKnowledge>(this);
    }

    public async Task<TurnPlan?> AnswerAsync(TurnContext turn, Sensed sensed, CancellationToken ct)
    {
        switch (fault)
        {
            case AssistantFault.Hangs:
                return await never.Task;
            case AssistantFault.BlocksItsThread:
                end.Wait(CancellationToken.None);
                return null;
            case AssistantFault.BreaksOff:
                await Task.Yield();
                throw new IOException("cut by the test");
            default:
                throw new InvalidOperationException("broken by the test");
        }
    }

    public Passage? Answer(string question) => throw new InvalidOperationException("broken by the test");

    public Passage? Fiche(string id) => throw new InvalidOperationException("broken by the test");

    public void Dispose()
    {
        end.Set();
        never.TrySetResult(null);
    }
}
