namespace ZProto.Hosting.Tests;

/// <summary>Does the jobs of a server: a service of the container.</summary>
public interface IWorkshop
{
    Task<string> DoAsync(string work);
}
