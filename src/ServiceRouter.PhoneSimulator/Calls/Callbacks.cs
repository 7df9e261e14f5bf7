using System.Runtime.CompilerServices;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>Status callbacks: nothing waits for their answers. Those about one thing go out in order unless a fault swaps them.</summary>
internal sealed class Callbacks(PhoneNetwork network)
{
    private static readonly TimeSpan LongestKeptBack = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly ConditionalWeakTable<object, Task> lastOf = [];
    private readonly List<TaskCompletionSource> keptBack = [];

    /// <param name="about">The call, conference or message.</param>
    /// <param name="request">What is told.</param>
    /// <param name="callSid">For the report when the service refuses it.</param>
    public void Send(object about, WebhookRequest request, string callSid)
    {
        lock (gate)
        {
            if (network.Faults.TakeKeptBack())
            {
                var other = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                keptBack.Add(other);
                network.After(LongestKeptBack, () => Release(other));
                _ = KeepBackAsync(other.Task, request, callSid);
                return;
            }

            var before = lastOf.TryGetValue(about, out var last) ? last : Task.CompletedTask;
            var released = keptBack.ToArray();
            keptBack.Clear();
            network.Activity.Enter();
            lastOf.AddOrUpdate(about, SendAfterAsync(before, request, callSid, released));
        }
    }

    private async Task KeepBackAsync(Task other, WebhookRequest request, string callSid)
    {
        await other;
        await SendAfterAsync(Task.CompletedTask, request, callSid, []);
    }

    private async Task SendAfterAsync(Task before, WebhookRequest request, string callSid, TaskCompletionSource[] released)
    {
        try
        {
            await before;
            await Task.Yield();
            await network.Webhooks.SendAsync(request);
        }
        catch (WebhookFailure failure)
        {
            network.Report(callSid, failure.Code, failure.Message, failure.Url);
        }
        finally
        {
            foreach (var one in released)
                Release(one);
            network.Activity.Leave();
        }
    }

    // Under way from here on, so that there is no moment in which nothing seems to be.
    private void Release(TaskCompletionSource one)
    {
        network.Activity.Enter();
        if (!one.TrySetResult())
            network.Activity.Leave();
    }
}
