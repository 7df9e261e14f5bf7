namespace ServiceRouter.Platform.Bus;

/// <summary>Whether what this node sent last was confirmed.</summary>
internal sealed class Confirms
{
    private volatile bool missing;

    public bool AreMissing => missing;

    public void Came() => missing = false;

    public void DidNotCome() => missing = true;
}
