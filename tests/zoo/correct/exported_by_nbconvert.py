"""Networks and a cost exported by nbconvert: numbered cells, and magics as calls of get_ipython."""

FILES = {
    "digits/models.py": """#!/usr/bin/env python
# coding: utf-8

# # Digits
# My solution, exported with *File → Save and Export Notebook As… → Executable Script*.

# In[1]:


get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().system('pip install -q torch torchvision')


# In[2]:


import torch
import torch.nn as nn
import torch.nn.functional as F


# ## MLP

# In[7]:


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.fc1 = nn.Linear(784, num_hidden)
        self.fc2 = nn.Linear(num_hidden, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x.view(len(x), -1)))
        return F.log_softmax(self.fc2(x), dim=1)


# In[8]:


MLP()


# In[9]:


get_ipython().run_cell_magic('time', '', 'MLP()(torch.zeros(5, 1, 28, 28))\\n')


# ## CNN

# In[ ]:


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels[0], 5, padding=2)
        self.conv2 = nn.Conv2d(channels[0], channels[1], 5, padding=2)
        self.conv3 = nn.Conv2d(channels[1], channels[2], 5, padding=2)
        self.fc1 = nn.Linear(4 * 4 * channels[2], num_hidden)
        self.fc2 = nn.Linear(num_hidden, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.max_pool2d(F.relu(self.conv3(x)), 2, ceil_mode=True)
        x = F.relu(self.fc1(torch.flatten(x, 1)))
        return F.log_softmax(self.fc2(x), dim=1)


# In[ ]:




""",
}
